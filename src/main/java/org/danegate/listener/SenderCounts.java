package org.danegate.listener;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.danegate.address.ClientNetwork;
import org.danegate.credentials.SmtpUser;
import org.danegate.policy.MailFlowPolicy;
import org.danegate.policy.MailFlowPolicy.Behavior;

/// Counts what client addresses do under a mail flow policy: open connections, new connections within a minute,
/// and recipients within an hour that begins with the first of them. Clients that may relay are one's own hosts
/// and are counted only if the policy has a limit. All others have limits by default; for them an IPv6 /64 counts
/// as one client.
final class SenderCounts {

    /// Simultaneous connections from one address that may not relay, when its policy sets no limit
    /// (Postfix: `smtpd_client_connection_count_limit`).
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

    /// @param who a client's address, or the name of a user who has authenticated
    private record Sender(String policy, Object who) {}

    /// A count since the beginning of a period; it goes no further than one above its limit.
    private record Count(Instant begun, int number) {

        boolean over(Instant now, Duration time) {
            // A clock that was set back ends the period too: no client waits for longer than one period.
            return now.isBefore(begun) || !now.isBefore(begun.plus(time));
        }
    }

    /// Counts a connection; when it would exceed the limit, returns false and does not count it as open.
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

    /// Counts a recipient; false when it would exceed the limit of the hour: the policy's, and the user's own.
    boolean recipient(Admission admission) {
        MailFlowPolicy policy = admission.access().policy();
        SmtpUser user = admission.user();
        Integer most = policy.maxRecipientsPerHour();
        if (user == null) {
            return most == null || within(hours, sender(policy, admission.client()), Duration.ofHours(1), most);
        }
        Integer own = user.terms().maxRecipientsPerHour();
        int least = Math.min(most == null ? Integer.MAX_VALUE : most, own == null ? Integer.MAX_VALUE : own);
        return least == Integer.MAX_VALUE
                || within(hours, new Sender(policy.name(), user.name()), Duration.ofHours(1), least);
    }

    /// Forgets counts whose period is over, when there are many.
    private void sweep(Map<Sender, Count> counts, Duration time, Instant now) {
        if (counts.size() >= TOO_MANY) {
            // A count per network does not stop a client with so many networks; clearing saves memory.
            counts.clear();
        } else if (counts.size() >= MANY && !swept.plusSeconds(1).isAfter(now)) {
            swept = now;
            counts.values().removeIf(count -> count.over(now, time));
        }
    }

    private boolean within(Map<Sender, Count> counts, Sender sender, Duration time, int most) {
        Instant now = clock.instant();
        sweep(counts, time, now);
        Count count = counts.compute(sender, (s, old) -> {
            int before = old == null || old.over(now, time) ? 0 : old.number();
            Instant begun = old == null || old.over(now, time) ? now : old.begun();
            // One above the limit shows that the limit was reached; the count grows no further.
            return new Count(begun, Math.min(before, most) + 1);
        });
        return count.number() <= most;
    }
}
