package org.danegate.queue.embedded;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.danegate.queue.Backlog;
import org.danegate.queue.QueuedDelivery.Pending;
import org.danegate.queue.embedded.QueuedMessage.Share;
import org.jspecify.annotations.Nullable;

/// What waits, by destination and time: one lane for each destination, the lanes ordered by when something in them may
/// be tried. A failure that all mail of a lane shares is kept once for the lane, so that a dead destination costs the
/// same for one message and for a million. Guarded by the index's lock.
final class Lanes {

    private record Stop(Instant due, String destination) implements Comparable<Stop> {
        @Override
        public int compareTo(Stop other) {
            int byDue = due.compareTo(other.due);
            return byDue != 0 ? byDue : destination.compareTo(other.destination);
        }
    }

    private static final class Lane {
        private final String destination;
        private final TreeSet<Share> waiting = new TreeSet<>(Share.BY_DUE);
        private final TreeSet<Share> all = new TreeSet<>(Share.BY_AGE);
        private int active;
        private int relayed;
        private @Nullable Stop stop;
        private int failures;
        private String trouble = "";
        /// Nothing is tried before: after a failure that all share.
        private Instant notBefore = Instant.MIN;
        /// Nothing is tried before: by a limit, or while delivery is suspended.
        private Instant pausedUntil = Instant.MIN;

        private Lane(String destination) {
            this.destination = destination;
        }

        private Instant opens() {
            return notBefore.isAfter(pausedUntil) ? notBefore : pausedUntil;
        }

        private boolean uniform() {
            return relayed == 0 || relayed == all.size();
        }
    }

    private final Map<String, Lane> lanes = new HashMap<>();
    private final TreeSet<Stop> stops = new TreeSet<>();

    /// Puts a share into its lane, to be leased when due.
    void add(Share share) {
        Lane lane = lanes.computeIfAbsent(share.destination, Lane::new);
        share.leased = false;
        share.failuresSeen = lane.failures;
        share.refreshDue();
        share.counted = share.pending().size();
        lane.active += share.counted;
        if (lane.all.add(share) && share.message.envelope.relayed()) {
            lane.relayed++;
        }
        if (!share.message.held) {
            lane.waiting.add(share);
        }
        restop(lane);
    }

    /// Takes shares that are due, oldest first; they stay counted while they are leased.
    List<Share> take(String destination, int most, Instant now) {
        Lane lane = lanes.get(destination);
        if (lane == null || lane.opens().isAfter(now)) {
            return List.of();
        }
        List<Share> taken = new ArrayList<>();
        while (taken.size() < most && !lane.waiting.isEmpty()) {
            Share first = lane.waiting.first();
            if (first.due.isAfter(now)) {
                break;
            }
            lease(lane, first);
            taken.add(first);
        }
        restop(lane);
        return taken;
    }

    /// Takes shares from the oldest on, due or not, while they were received at or before a time or have that many
    /// attempts behind them.
    List<Share> takeSpent(String destination, Instant receivedUntil, int attempts, int most) {
        Lane lane = lanes.get(destination);
        if (lane == null) {
            return List.of();
        }
        List<Share> taken = new ArrayList<>();
        for (Share share : lane.all) {
            boolean old = !share.message.receivedAt.isAfter(receivedUntil);
            boolean tried = share.attempts() + lane.failures - share.failuresSeen >= attempts;
            if (taken.size() >= most || !old && !tried) {
                break;
            }
            if (!share.apart()) {
                lease(lane, share);
                taken.add(share);
            }
        }
        restop(lane);
        return taken;
    }

    /// Takes a share that is not leased, due or not, held or not.
    void take(Share share) {
        Lane lane = lanes.get(share.destination);
        if (lane != null) {
            lease(lane, share);
            restop(lane);
        }
    }

    /// Shares of a destination that are not leased, from the oldest on.
    List<Share> unleased(String destination, long after, Instant receivedUntil, int most) {
        Lane lane = lanes.get(destination);
        return lane == null
                ? List.of()
                : lane.all.stream()
                        .filter(s -> !s.leased && s.message.mid > after && !s.message.receivedAt.isAfter(receivedUntil))
                        .limit(most)
                        .toList();
    }

    private static void lease(Lane lane, Share share) {
        lane.waiting.remove(share);
        fold(lane, share);
        share.leased = true;
    }

    /// Writes the lane's failures into the share's own attempts.
    private static void fold(Lane lane, Share share) {
        int more = lane.failures - share.failuresSeen;
        if (more > 0 && !share.apart()) {
            share.addFailures(more, lane.trouble);
        }
        share.failuresSeen = lane.failures;
    }

    /// One failed attempt that all waiting mail of the destination shares: it counts for each recipient that is not
    /// leased, and nothing is due before `until`. False when there is nothing to defer, or when mail of both
    /// directions waits, which may fare differently.
    boolean defer(String destination, Instant until, String trouble) {
        Lane lane = lanes.get(destination);
        if (lane == null || !lane.uniform()) {
            return false;
        }
        lane.failures++;
        lane.trouble = trouble;
        lane.notBefore = until;
        restop(lane);
        return true;
    }

    /// Nothing of the destination is leased before `until`; not kept over a restart.
    void pause(String destination, Instant until) {
        Lane lane = lanes.get(destination);
        if (lane != null) {
            lane.pausedUntil = until;
            restop(lane);
        }
    }

    /// Forgets a share that has no recipients left, or that is about to be added anew.
    void remove(Share share) {
        Lane lane = lanes.get(share.destination);
        if (lane == null) {
            return;
        }
        if (!share.leased) {
            lane.waiting.remove(share);
        }
        fold(lane, share);
        if (lane.all.remove(share)) {
            lane.active -= share.counted;
            lane.relayed -= share.message.envelope.relayed() ? 1 : 0;
        }
        restop(lane);
    }

    /// Forgets lanes that are empty. Not done while a share is only taken out and put back, or what the lane knows of
    /// its failures would be lost.
    void sweep(String destination) {
        Lane lane = lanes.get(destination);
        if (lane != null && lane.all.isEmpty()) {
            lanes.remove(destination);
        }
    }

    List<String> due(Instant now, int limit) {
        List<String> due = new ArrayList<>();
        for (Stop stop : stops) {
            if (stop.due().isAfter(now) || due.size() >= limit) {
                break;
            }
            due.add(stop.destination());
        }
        return due;
    }

    Instant nextAfter(Instant now) {
        Stop next = stops.higher(new Stop(now, "\uffff"));
        return next == null ? Instant.MAX : next.due();
    }

    int hasten(String destination, Instant now) {
        Lane lane = lanes.get(destination);
        if (lane == null) {
            return 0;
        }
        int hastened = 0;
        if (lane.notBefore.isAfter(now)) {
            lane.notBefore = Instant.MIN;
            hastened = lane.waiting.stream()
                    .takeWhile(s -> !s.due.isAfter(now))
                    .mapToInt(s -> s.counted)
                    .sum();
        }
        List<Share> later =
                lane.waiting.stream().filter(s -> s.due.isAfter(now)).toList();
        for (Share share : later) {
            lane.waiting.remove(share);
            hastened += share.hasten(now);
            share.refreshDue();
            lane.waiting.add(share);
        }
        restop(lane);
        return hastened;
    }

    List<String> destinations() {
        return List.copyOf(lanes.keySet());
    }

    Backlog backlog(String destination) {
        Lane lane = lanes.get(destination);
        if (lane == null || lane.all.isEmpty()) {
            return Backlog.EMPTY;
        }
        return new Backlog(
                lane.active, lane.all.first().message.receivedAt, lane.stop == null ? Instant.MAX : lane.stop.due());
    }

    /// Shares of a destination from the oldest on.
    List<Share> shares(String destination, int limit) {
        Lane lane = lanes.get(destination);
        return lane == null ? List.of() : lane.all.stream().limit(limit).toList();
    }

    /// The recipients of a share with what they share with their lane.
    List<Pending> pending(Share share) {
        Lane lane = lanes.get(share.destination);
        if (lane == null || share.apart()) {
            return share.pending();
        }
        int more = lane.failures - share.failuresSeen;
        Instant opens = lane.opens();
        return share.pending().stream()
                .map(p -> Share.failed(
                        p, more, more > 0 ? lane.trouble : p.lastTrouble(), opens.isAfter(p.due()) ? opens : p.due()))
                .toList();
    }

    /// The recipients of a share with the failed attempts that they share with their lane.
    List<Pending> attempted(Share share) {
        Lane lane = lanes.get(share.destination);
        int more = lane == null || share.apart() ? 0 : lane.failures - share.failuresSeen;
        return lane == null || more == 0
                ? share.pending()
                : share.pending().stream()
                        .map(p -> Share.failed(p, more, lane.trouble, p.due()))
                        .toList();
    }

    private void restop(Lane lane) {
        Stop wanted = null;
        if (!lane.waiting.isEmpty()) {
            Instant first = lane.waiting.first().due;
            Instant opens = lane.opens();
            wanted = new Stop(opens.isAfter(first) ? opens : first, lane.destination);
        }
        Stop present = lane.stop;
        if (wanted != null && wanted.equals(present)) {
            return;
        }
        if (present != null) {
            stops.remove(present);
        }
        if (wanted != null) {
            stops.add(wanted);
        }
        lane.stop = wanted;
    }
}
