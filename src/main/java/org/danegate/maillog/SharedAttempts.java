package org.danegate.maillog;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.danegate.address.DomainName;

/// The lines of attempts that one message shared with others. When a destination cannot be reached, one line reports
/// for all waiting mail and names no message. The line belongs to a message if a recipient of the message waited for
/// that destination when it was written. One pass over the log, oldest line first; it keeps the lines found and the
/// recipients of the one message.
final class SharedAttempts {

    /// A line of the message itself within this time reports the same attempt.
    private static final Duration SAME_ATTEMPT = Duration.ofSeconds(1);

    private static final Pattern MORE = Pattern.compile("Delayed: \\d+ more recipients of (\\S+) - ");
    private static final Pattern OF_DESTINATION = Pattern.compile(
            "(?:DANE failed for|DANE check for|DANE verdict for) ([^\\s:]+): |Connection Error: DCID: \\d+ domain: (\\S+) ");
    private static final Pattern SETTLED = Pattern.compile(" to RID (\\d+) - | RID \\[(\\d+)] (?:Response|dropped) ");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private final Pattern recipient;
    private final Pattern settling;
    private final String finished;
    private final String deleted;

    private final Map<Integer, String> waiting = new HashMap<>();
    private final Set<String> found = new HashSet<>();

    /// The newest shared delay and the message's own newest delay, by destination.
    private final Map<String, Shared> shared = new HashMap<>();

    private final Map<String, Instant> ownDelays = new HashMap<>();

    private record Shared(String line, Instant at) {}

    /// @param mid the message's number
    SharedAttempts(String mid) {
        this.recipient = Pattern.compile("MID " + mid + " ICID \\d+ RID (\\d+) To: <.*@([^@>]+)>");
        this.settling = Pattern.compile("(?:Delayed: |Bounced: )DCID \\d+ MID " + mid + " to RID \\d+ - |MID " + mid
                + " RID \\[\\d+] (?:Response|dropped) ");
        this.finished = "Message finished MID " + mid + " ";
        this.deleted = "Deleted: MID " + mid + " to ";
    }

    /// Processes the log line by line.
    void learn(String line) {
        int level = line.indexOf(": ", Math.min(20, line.length()));
        if (level < 0) {
            return;
        }
        String text = line.substring(level + 2);
        if (!ownLine(line, text) && !waiting.isEmpty()) {
            attempt(line, text);
        }
    }

    /// Whether the line belongs to an attempt that the message shared.
    boolean shares(String line) {
        return found.contains(line);
    }

    private boolean ownLine(String line, String text) {
        Matcher added = recipient.matcher(text);
        if (added.lookingAt()) {
            waiting.put(Integer.valueOf(added.group(1)), destination(added.group(2)));
            return true;
        }
        if (text.startsWith(finished)) {
            waiting.clear();
            return true;
        }
        if (text.startsWith(deleted)) {
            deleted(text.substring(deleted.length()));
            return true;
        }
        if (!settling.matcher(text).lookingAt()) {
            return false;
        }
        settled(line, text);
        return true;
    }

    private void deleted(String rids) {
        Matcher rid = NUMBER.matcher(rids);
        while (rid.find()) {
            waiting.remove(Integer.valueOf(rid.group()));
        }
    }

    /// A result of the message itself: a delay leaves the recipient waiting, the others do not.
    private void settled(String line, String text) {
        Matcher settled = SETTLED.matcher(text);
        if (!settled.find()) {
            return;
        }
        Integer rid = Integer.valueOf(settled.group(1) == null ? settled.group(2) : settled.group(1));
        String destination = waiting.get(rid);
        if (!text.startsWith("Delayed: ")) {
            waiting.remove(rid);
        } else if (destination != null) {
            ownDelay(line, destination);
        }
    }

    /// A delay of the message itself shows that it was in delivery, so the shared line of that attempt concerns
    /// the others.
    private void ownDelay(String line, String destination) {
        Instant at = LogLine.timeOf(line, ZoneOffset.UTC);
        if (at == null) {
            return;
        }
        Shared before = shared.get(destination);
        if (before != null && near(before.at(), at)) {
            found.remove(before.line());
        }
        ownDelays.put(destination, at);
    }

    private void attempt(String line, String text) {
        Matcher more = MORE.matcher(text);
        if (more.lookingAt()) {
            Instant at = LogLine.timeOf(line, ZoneOffset.UTC);
            String destination = destination(more.group(1));
            Instant own = ownDelays.get(destination);
            if (at != null && waiting.containsValue(destination) && (own == null || !near(own, at))) {
                found.add(line);
                shared.put(destination, new Shared(line, at));
            }
            return;
        }
        Matcher about = OF_DESTINATION.matcher(text);
        if (about.lookingAt()
                && waiting.containsValue(destination(about.group(1) == null ? about.group(2) : about.group(1)))) {
            found.add(line);
        }
    }

    private static boolean near(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(SAME_ATTEMPT) <= 0;
    }

    private static String destination(String domain) {
        try {
            return DomainName.parse(domain).ascii();
        } catch (IllegalArgumentException literal) {
            return domain.toLowerCase(Locale.ROOT);
        }
    }
}
