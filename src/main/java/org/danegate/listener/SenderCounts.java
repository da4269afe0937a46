package org.danegate.listener;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.danegate.address.ClientNetwork;
import org.danegate.policy.MailFlowPolicy;
import org.danegate.policy.MailFlowPolicy.Behavior;

/// What client addresses did under a mail flow policy: connections that are open, connections within a minute, and
/// recipients within an hour that begins with the first of them. Clients that may relay are one's own hosts and counted
/// only where the policy has a limit; all others have limits by default, and a /64 of IPv6 counts as one of them.
final class SenderCounts {

    /// Connections at once from one address that may not relay, where its policy says nothing (Postfix:
    /// `smtpd_client_connection_count_limit`).
    static final int CONNECTIONS_OF_A_STRANGER = 50;

    /// New connections within a minute from one address that may not relay: ten a second.
    static final int NEW_CONNECTIONS_OF_A_STRANGER = 600;

    private static final int MANY = 50_000;
    private static final int TOO_MANY = 2 * MANY;

    private final InstantSource clock;
    private final Map<Sender, Integer> connections = new ConcurrentHashMap<>();
    private final Map<Sender, Count> minutes = new ConcurrentHashMap<>();
    private final Map<Sender, Count> hours = new ConcurrentHashMap<>();
    private volatile Instant swept = Instant.EPOCH;

    SenderCounts(InstantSource clock) {
        this.clock = clock;
    }

    private record Sender(String policy, InetAddress client) {}

    /// What was counted since a time began; it counts no further than one above its limit.
    private record Count(Instant begun, int number) {

        boolean over(Instant now, Duration time) {
            // A clock that was set back ends the time too: nobody waits for longer than one.
            return now.isBefore(begun) || !now.isBefore(begun.plus(time));
        }
    }

    /// Counts a connection; false, and none counted as open, when that would be one too many.
    boolean enter(MailFlowPolicy policy, InetAddress client) {
        int most = most(policy);
        Sender sender = sender(policy, client);
        if (policy.behavior() != Behavior.RELAY
                && !within(minutes, sender, Duration.ofMinutes(1), NEW_CONNECTIONS_OF_A_STRANGER)) {
            return false;
        }
        if (most < Integer.MAX_VALUE && connections.merge(sender, 1, Integer::sum) > most) {
            leave(policy, client);
            return false;
        }
        return true;
    }

    /// Counts the end of a connection that was entered under the same policy.
    void leave(MailFlowPolicy policy, InetAddress client) {
        if (most(policy) < Integer.MAX_VALUE) {
            connections.computeIfPresent(sender(policy, client), (sender, open) -> open == 1 ? null : open - 1);
        }
    }

    private static int most(MailFlowPolicy policy) {
        Integer own = policy.maxConnections();
        return own != null ? own : policy.behavior() == Behavior.RELAY ? Integer.MAX_VALUE : CONNECTIONS_OF_A_STRANGER;
    }

    private static Sender sender(MailFlowPolicy policy, InetAddress client) {
        return new Sender(policy.name(), policy.behavior() == Behavior.RELAY ? client : ClientNetwork.of(client));
    }

    /// Counts a recipient; false when that would be one too many within the hour.
    boolean recipient(MailFlowPolicy policy, InetAddress client) {
        Integer most = policy.maxRecipientsPerHour();
        return most == null || within(hours, sender(policy, client), Duration.ofHours(1), most);
    }

    private boolean within(Map<Sender, Count> counts, Sender sender, Duration time, int most) {
        Instant now = clock.instant();
        if (counts.size() >= TOO_MANY) {
            // Whoever has so many networks is not held by a count for each; memory is.
            counts.clear();
        } else if (counts.size() >= MANY && !swept.plusSeconds(1).isAfter(now)) {
            swept = now;
            counts.values().removeIf(count -> count.over(now, time));
        }
        Count count = counts.compute(sender, (s, old) -> {
            int before = old == null || old.over(now, time) ? 0 : old.number();
            Instant begun = old == null || old.over(now, time) ? now : old.begun();
            // One above the limit says that it was reached; it grows no further.
            return new Count(begun, Math.min(before, most) + 1);
        });
        return count.number() <= most;
    }
}
