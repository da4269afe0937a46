package org.danegate.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.danegate.delivery.Attempt.Breach;
import org.danegate.event.Trouble;
import org.danegate.policy.BounceProfile;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.Policy;
import org.danegate.queue.QueueOperations;
import org.danegate.queue.QueueOperations.Taken;
import org.danegate.queue.QueuedDelivery;
import org.danegate.queue.WaitingMessage;
import org.danegate.smtp.Line.Doubt;

/// Deletes waiting mail without notification, returns it to its sender, or holds it, as an administrator orders. An
/// attempt that has such a message in hand is broken off. When the receiver has a complete message and its reply is
/// due, only deletion goes ahead, and only after waiting for the reply. So nothing is both delivered and returned, and
/// hardly anything is both delivered and deleted.
public final class QueueClearing {

    private static final int AT_ONCE = 100;

    /// How long a broken-off attempt may take to end: its lookups cannot be interrupted.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// How long to wait for a due reply before mail is deleted regardless; the receiver may then have a copy of it.
    /// An ordinary receiver replies within this time.
    private static final Duration ANSWER_DUE = Duration.ofSeconds(2);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final Trouble BY_HAND = new Trouble(
            "000", "5.0.0", "Bounced by administrator", List.of("Bounced by administrator before delivery"), false);

    private final QueueOperations operations;
    private final Outcomes outcomes;
    private final CommittedPolicy policy;
    private final InstantSource clock;
    private final Attempts attempts;

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
        return switch (take(mid, why, doubt)) {
            case Taken.Unknown u -> Result.UNKNOWN;
            case Taken.InDelivery d -> Result.IN_DELIVERY;
            case Taken.Leased leased ->
                leased.leases().stream().mapToInt(end::apply).sum() == 0 ? Result.GONE : Result.STAYS;
        };
    }

    private Taken take(long mid, String why, Doubt doubt) {
        Taken taken = operations.take(mid);
        if (!(taken instanceof Taken.InDelivery)) {
            return taken;
        }
        Set<String> destinations =
                operations.message(mid).map(WaitingMessage::inDelivery).orElse(Set.of());
        long start = System.nanoTime();
        try (Attempts.Bar _ = attempts.bar(destinations)) {
            while (taken instanceof Taken.InDelivery && System.nanoTime() - start < PATIENCE.toNanos()) {
                attempts.breakOff(a -> a.has(mid), Breach.ORDERED, why, since(start, doubt));
                attempts.awaitAnEnd(BETWEEN_LOOKS);
                taken = operations.take(mid);
            }
        }
        return taken;
    }

    private int all(String destination, String why, Doubt doubt, Function<QueuedDelivery, Integer> end) {
        try (Attempts.Bar _ = attempts.bar(Set.of(destination))) {
            long start = System.nanoTime();
            Predicate<Attempt> its = a -> a.destination().equals(destination);
            while (isAwaited(its, why, doubt, start) && System.nanoTime() - start < PATIENCE.toNanos()) {
                attempts.awaitAnEnd(BETWEEN_LOOKS);
            }
            return all(destination, end);
        }
    }

    private boolean isAwaited(Predicate<Attempt> its, String why, Doubt doubt, long start) {
        Doubt now = since(start, doubt);
        return attempts.breakOff(its, Breach.ORDERED, why, now) > 0 || now != doubt && attempts.any(its);
    }

    /// @return the doubt that the order may accept by now: none at first, as a receiver that replies soon leaves
    ///     no doubt
    private static Doubt since(long start, Doubt doubt) {
        return System.nanoTime() - start < ANSWER_DUE.toNanos() ? Doubt.AVOID : doubt;
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
