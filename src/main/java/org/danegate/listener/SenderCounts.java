package org.danegate.listener;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.danegate.policy.MailFlowPolicy;

/// What client addresses did under a mail flow policy with limits: connections that are open, and recipients within an
/// hour that begins with the first of them. Under policies without limits nothing is kept.
final class SenderCounts {

    private static final int MANY = 50_000;

    private final InstantSource clock;
    private final Map<Sender, Integer> connections = new ConcurrentHashMap<>();
    private final Map<Sender, Hour> hours = new ConcurrentHashMap<>();

    SenderCounts(InstantSource clock) {
        this.clock = clock;
    }

    private record Sender(String policy, InetAddress client) {}

    private record Hour(Instant begun, int recipients) {

        boolean over(Instant now) {
            // A clock that was set back ends the hour too: nobody waits for longer than one.
            return now.isBefore(begun) || !now.isBefore(begun.plus(Duration.ofHours(1)));
        }
    }

    /// Counts a connection; false, and nothing counted, when that would be one too many.
    boolean enter(MailFlowPolicy policy, InetAddress client) {
        Integer most = policy.maxConnections();
        if (most == null) {
            return true;
        }
        int open = connections.merge(new Sender(policy.name(), client), 1, Integer::sum);
        if (open > most) {
            leave(policy, client);
            return false;
        }
        return true;
    }

    /// Counts the end of a connection that was entered under the same policy.
    void leave(MailFlowPolicy policy, InetAddress client) {
        if (policy.maxConnections() != null) {
            connections.computeIfPresent(
                    new Sender(policy.name(), client), (sender, open) -> open == 1 ? null : open - 1);
        }
    }

    /// Counts a recipient; false, and nothing counted, when that would be one too many within the hour.
    boolean recipient(MailFlowPolicy policy, InetAddress client) {
        Integer most = policy.maxRecipientsPerHour();
        if (most == null) {
            return true;
        }
        Instant now = clock.instant();
        if (hours.size() >= MANY) {
            hours.values().removeIf(hour -> hour.over(now));
        }
        Sender sender = new Sender(policy.name(), client);
        Hour hour = hours.compute(sender, (s, old) -> {
            int before = old == null || old.over(now) ? 0 : old.recipients();
            Instant begun = old == null || old.over(now) ? now : old.begun();
            // One above the limit says that it was reached; it grows no further.
            return new Hour(begun, Math.min(before, most) + 1);
        });
        return hour.recipients() <= most;
    }
}
