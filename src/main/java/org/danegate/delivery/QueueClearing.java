package org.danegate.delivery;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.danegate.event.Trouble;
import org.danegate.policy.BounceProfile;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.Policy;
import org.danegate.queue.QueueOperations;
import org.danegate.queue.QueueOperations.Taken;
import org.danegate.queue.QueuedDelivery;
import org.danegate.smtp.Line.Doubt;

/// Deletes waiting mail without notification, returns it to its sender, or holds it, as an administrator orders. An
/// attempt that has such a message in hand is broken off. When the receiver has a complete message and its reply is
/// due, only deletion goes ahead, and only after waiting for the reply. So nothing is both delivered and returned, and
/// hardly anything is both delivered and deleted.
public final class QueueClearing {

    private static final int AT_ONCE = 100;
    private static final Trouble BY_HAND = new Trouble(
            "000", "5.0.0", "Bounced by administrator", List.of("Bounced by administrator before delivery"), false);

    private final QueueOperations operations;
    private final Outcomes outcomes;
    private final CommittedPolicy policy;
    private final InstantSource clock;
    private final Attempts attempts;
    private final MailRecall recall;

    QueueClearing(
            QueueOperations operations,
            Outcomes outcomes,
            CommittedPolicy policy,
            InstantSource clock,
            Attempts attempts) {
        this.operations = operations;
        this.outcomes = outcomes;
        this.policy = policy;
        this.clock = clock;
        this.attempts = attempts;
        this.recall = new MailRecall(operations, attempts);
    }

    /// The result for one message.
    public enum Result {
        /// It is gone from the queue.
        GONE,
        /// Part of it is in delivery: try again.
        IN_DELIVERY,
        /// It still waits: its notification could not be queued.
        STAYS,
        /// No such message waits.
        UNKNOWN
    }

    /// Deletes a message; no notification is sent.
    public Result delete(long mid) {
        return one(mid, "its message was deleted", Doubt.ACCEPT, this::delete);
    }

    /// Returns a message to its sender, as the bounce profile specifies.
    public Result bounce(long mid) {
        return one(mid, "its message was bounced", Doubt.AVOID, this::bounce);
    }

    /// Deletes all mail that waits for a destination.
    ///
    /// @return recipients deleted
    public int deleteAll(String destination) {
        return all(destination, "its mail was deleted", Doubt.ACCEPT, this::delete);
    }

    /// Returns the mail that waits for a destination, except messages that the receiver has completely.
    ///
    /// @return recipients bounced
    public int bounceAll(String destination) {
        return all(destination, "its mail was bounced", Doubt.AVOID, this::bounce);
    }

    /// Holds a message. An attempt that has it in hand is broken off unless the receiver has the complete message.
    ///
    /// @return false when no such message waits
    public boolean hold(long mid) {
        boolean held = operations.hold(mid);
        if (held) {
            attempts.breakOff(a -> a.has(mid), Breach.ORDERED, "its message was held", Doubt.AVOID);
        }
        return held;
    }

    private Result one(long mid, String why, Doubt doubt, Function<QueuedDelivery, Integer> end) {
        return switch (recall.take(mid, why, doubt)) {
            case Taken.Unknown u -> Result.UNKNOWN;
            case Taken.InDelivery d -> Result.IN_DELIVERY;
            case Taken.Leased leased ->
                leased.leases().stream().mapToInt(end::apply).sum() == 0 ? Result.GONE : Result.STAYS;
        };
    }

    private int all(String destination, String why, Doubt doubt, Function<QueuedDelivery, Integer> end) {
        try (Attempts.Bar _ = attempts.bar(Set.of(destination))) {
            recall.endAll(destination, why, doubt);
            return all(destination, end);
        }
    }

    private int all(String destination, Function<QueuedDelivery, Integer> end) {
        Instant start = clock.instant();
        int gone = 0;
        List<QueuedDelivery> portion = operations.takeWaiting(destination, 0, start, AT_ONCE);
        while (!portion.isEmpty()) {
            for (QueuedDelivery delivery : portion) {
                gone += delivery.recipients().size() - end.apply(delivery);
            }
            portion = operations.takeWaiting(destination, portion.getLast().mid(), start, AT_ONCE);
        }
        return gone;
    }

    /// @return recipients that remain in the queue
    private int delete(QueuedDelivery delivery) {
        outcomes.delete(delivery);
        return 0;
    }

    private int bounce(QueuedDelivery delivery) {
        return outcomes.refuseAll(delivery, 0, BY_HAND, bounceProfile(delivery.destination()));
    }

    private BounceProfile bounceProfile(String destination) {
        Policy now = policy.current().policy();
        return now.bounceProfile(Assignment.profile(destination, now).bounceProfile());
    }
}
