package org.danegate.delivery;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.danegate.address.DomainName;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.event.Trouble;
import org.danegate.policy.BounceProfile;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.Policy;
import org.danegate.queue.MessageQueue;
import org.danegate.queue.QueueOperations;
import org.danegate.queue.QueueOperations.Taken;
import org.danegate.queue.QueuedDelivery;
import org.danegate.queue.QueuedDelivery.Pending;
import org.danegate.queue.Settlement;

/// Brings waiting mail to its end by hand: deleted without a word, or returned to its sender. What is in delivery just
/// now is left alone, so that nothing is both delivered and returned.
public final class QueueClearing {

    private static final int AT_ONCE = 100;
    private static final Trouble BY_HAND = new Trouble(
            "000", "5.0.0", "Bounced by administrator", List.of("Bounced by administrator before delivery"), false);

    private final MessageQueue queue;
    private final QueueOperations operations;
    private final Outcomes outcomes;
    private final CommittedPolicy policy;
    private final DeliveryEvents events;
    private final InstantSource clock;

    QueueClearing(
            MessageQueue queue,
            QueueOperations operations,
            Outcomes outcomes,
            CommittedPolicy policy,
            DeliveryEvents events,
            InstantSource clock) {
        this.queue = queue;
        this.operations = operations;
        this.outcomes = outcomes;
        this.policy = policy;
        this.events = events;
        this.clock = clock;
    }

    /// What became of one message.
    public enum Result {
        /// It is gone from the queue.
        GONE,
        /// Part of it is in delivery: try again.
        IN_DELIVERY,
        /// It waits still: its notification could not be queued.
        STAYS,
        /// No such message waits.
        UNKNOWN
    }

    /// Deletes a message; nobody is told.
    public Result delete(long mid) {
        return one(mid, this::delete);
    }

    /// Returns a message to its sender, as the bounce profile says.
    public Result bounce(long mid) {
        return one(mid, this::bounce);
    }

    /// Deletes what waits for a destination and is not in delivery.
    ///
    /// @return recipients deleted
    public int deleteAll(String destination) {
        return all(destination, this::delete);
    }

    /// Returns what waits for a destination and is not in delivery.
    ///
    /// @return recipients given up
    public int bounceAll(String destination) {
        return all(destination, this::bounce);
    }

    private Result one(long mid, Function<QueuedDelivery, Integer> end) {
        return switch (operations.take(mid)) {
            case Taken.Unknown u -> Result.UNKNOWN;
            case Taken.InDelivery d -> Result.IN_DELIVERY;
            case Taken.Leased leased ->
                leased.leases().stream().mapToInt(end::apply).sum() == 0 ? Result.GONE : Result.STAYS;
        };
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

    /// @return recipients that stay
    private int delete(QueuedDelivery delivery) {
        List<Integer> rids = delivery.recipients().stream().map(Pending::rid).toList();
        boolean finished = queue.settle(
                delivery, rids.stream().<Settlement>map(Settlement.Done::new).toList());
        Instant now = clock.instant();
        events.publish(new DeliveryEvent.RecipientsDeleted(now, delivery.mid(), rids, delivery.destination()));
        if (finished) {
            events.publish(new DeliveryEvent.MessageFinished(now, delivery.mid()));
        }
        return 0;
    }

    private int bounce(QueuedDelivery delivery) {
        return outcomes.refuseAll(delivery, 0, BY_HAND, bounceProfile(delivery.destination()));
    }

    private BounceProfile bounceProfile(String destination) {
        Policy now = policy.current().policy();
        DestinationControls controls = now.destinationControls();
        return now.bounceProfile((destination.startsWith("[")
                        ? controls.defaultProfile()
                        : controls.effectiveFor(new DomainName(destination)).profile())
                .bounceProfile());
    }
}
