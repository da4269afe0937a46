package org.danegate.maillog;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The numbers behind {@link FloodFold}: per client and in all, the lines shown within one pace although they brought
/// no mail, and the lines left out. Beyond a number of clients, further ones are counted together. For one thread.
final class FloodTallies {

    private static final int MOST_CLIENTS = 10_000;
    private static final int MOST_TOLD = 10;

    private final Map<InetAddress, Tally> clients = new HashMap<>();
    private final Tally others = new Tally();
    private final Tally all = new Tally();
    private Instant begun = Instant.EPOCH;

    /// Lines of a client within one pace.
    private static final class Tally {

        private int shown;
        private long leftOut;
        private boolean flood;

        boolean full(int most) {
            return flood || shown >= most;
        }

        void earn(int lines) {
            shown = Math.max(0, shown - lines);
        }

        /// Begins the next pace; false when nothing needs to be remembered.
        boolean next(int most) {
            flood = shown + leftOut > most && leftOut > 0;
            shown = 0;
            leftOut = 0;
            return flood;
        }
    }

    /// Whether no more lines of the client are shown unless it brings mail.
    boolean full(InetAddress client) {
        return tally(client).full(FloodFold.LINES) || all.full(FloodFold.LINES_OF_ALL);
    }

    void show(InetAddress client, int lines) {
        tally(client).shown += lines;
        all.shown += lines;
    }

    /// No longer counts lines that have been shown: they brought mail.
    void earn(InetAddress client, int lines) {
        tally(client).earn(lines);
        all.earn(lines);
    }

    void leaveOut(InetAddress client, int lines) {
        tally(client).leftOut += lines;
        all.leftOut += lines;
    }

    private Tally tally(InetAddress client) {
        return clients.size() < MOST_CLIENTS
                ? clients.computeIfAbsent(client, address -> new Tally())
                : clients.getOrDefault(client, others);
    }

    /// Lines that report what was left out, once the pace is over; empty before.
    List<String> due(Instant now) {
        // Setting the clock back also ends the pace.
        if (!now.isBefore(begun) && now.isBefore(begun.plus(FloodFold.PACE))) {
            return List.of();
        }
        long seconds = Math.clamp(Duration.between(begun, now).toSeconds(), 1, 3600);
        begun = now;
        List<String> told = all.leftOut > 0 ? told(seconds) : List.of();
        clients.values().removeIf(tally -> !tally.next(FloodFold.LINES));
        others.next(FloodFold.LINES);
        all.next(FloodFold.LINES_OF_ALL);
        return told;
    }

    private List<String> told(long seconds) {
        List<Map.Entry<InetAddress, Tally>> flooding = flooding();
        List<String> told = new ArrayList<>();
        flooding.stream()
                .limit(MOST_TOLD)
                .map(client -> words(
                        "Address " + client.getKey().getHostAddress() + " brings", client.getValue().leftOut, seconds))
                .forEach(told::add);
        long rest = others.leftOut
                + flooding.stream()
                        .skip(MOST_TOLD)
                        .mapToLong(client -> client.getValue().leftOut)
                        .sum();
        if (rest > 0) {
            told.add(words("Other addresses bring", rest, seconds));
        }
        return told;
    }

    /// The clients whose lines were left out, those with the most lines first.
    private List<Map.Entry<InetAddress, Tally>> flooding() {
        return clients.entrySet().stream()
                .filter(client -> client.getValue().leftOut > 0)
                .sorted(Comparator.comparingLong(client -> -client.getValue().leftOut))
                .toList();
    }

    private static String words(String who, long lines, long seconds) {
        return String.format(Locale.ROOT, "%s no mail: ... and %,d more lines in %d s", who, lines, seconds);
    }
}
