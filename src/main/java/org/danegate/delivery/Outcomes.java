package org.danegate.delivery;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.danegate.bounce.BounceMessages;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.event.Trouble;
import org.danegate.policy.BounceProfile;
import org.danegate.queue.MessageQueue;
import org.danegate.queue.QueuedDelivery;
import org.danegate.queue.QueuedDelivery.Pending;
import org.danegate.queue.Settlement;

/// Records the results of an attempt in the queue: a recipient is done, retried at a set time, or bounced with a
/// notification that is durable before the recipient leaves the queue.
final class Outcomes {

    private final MessageQueue queue;
    private final DeliveryEvents events;
    private final Notifications notifications;
    private final InstantSource clock;

    Outcomes(MessageQueue queue, DeliveryEvents events, BounceMessages bounces, InstantSource clock) {
        this.queue = queue;
        this.events = events;
        this.notifications = new Notifications(queue, events, bounces);
        this.clock = clock;
    }

    /// Ends a lease without any notification, as an administrator ordered.
    void delete(QueuedDelivery delivery) {
        List<Integer> rids = delivery.recipients().stream().map(Pending::rid).toList();
        boolean finished = queue.settle(
                delivery, rids.stream().<Settlement>map(Settlement.Done::new).toList());
        Instant now = clock.instant();
        events.publish(new DeliveryEvent.RecipientsDeleted(now, delivery.mid(), rids, delivery.destination()));
        if (finished) {
            events.publish(new DeliveryEvent.MessageFinished(now, delivery.mid()));
        }
    }

    /// Settles a lease.
    ///
    /// @param dcid DCID of the attempt; 0 when there was no connection
    /// @param results one for each recipient of the lease
    /// @return recipients that stay in the queue
    int settle(QueuedDelivery delivery, long dcid, List<RecipientResult> results, BounceProfile profile) {
        Instant now = clock.instant();
        LeaseSettlement lease = new LeaseSettlement(delivery, dcid, profile, now, notifications);
        lease.settle(results);
        // Publish only after the queue has recorded it: a reader who sees "delayed" and requests a retry must
        // find the recipient waiting.
        boolean finished = queue.settle(delivery, lease.settlements());
        lease.told().forEach(events::publish);
        if (finished) {
            events.publish(new DeliveryEvent.MessageFinished(now, delivery.mid()));
        }
        return (int) lease.settlements().stream()
                .filter(Settlement.Retry.class::isInstance)
                .count();
    }

    /// Settles a lease with the same trouble for all its recipients.
    ///
    /// @return recipients that stay in the queue
    int refuseAll(QueuedDelivery delivery, long dcid, Trouble trouble, BounceProfile profile) {
        List<RecipientResult> results = delivery.recipients().stream()
                .<RecipientResult>map(p -> new RecipientResult.Refused(p, trouble))
                .toList();
        return settle(delivery, dcid, results, profile);
    }
}
