package org.danegate.delivery;

import java.time.Instant;
import java.util.List;
import org.danegate.bounce.RetrySchedule;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.Trouble;
import org.danegate.policy.BounceProfile;
import org.danegate.queue.QueuedDelivery;

/// Applies a trouble of the destination to all mail in the lane, since it does not concern a single message.
final class SharedTrouble {

    private static final int AT_ONCE = 1000;

    private final DeliveryMeans means;
    private final Assignment assignment;
    private final Trouble because;

    SharedTrouble(DeliveryMeans means, Assignment assignment, Trouble because) {
        this.means = means;
        this.assignment = assignment;
        this.because = because;
    }

    /// Settles the mail in hand and the other waiting mail.
    ///
    /// @return how many recipients it applies to
    int settle(Work work, DestinationPace pace) {
        int refused = isForLane() ? defer(pace) : 0;
        while (work.hasMore()) {
            for (QueuedDelivery delivery : work.drain()) {
                refused += delivery.recipients().size();
                means.outcomes().refuseAll(delivery, 0, because, assignment.bounces());
            }
        }
        return refused;
    }

    /// Whether all other mail of the lane fails for the same reason. What a row of TLS by Sender asks for is not
    /// asked for the rest; what fails without such a row fails with one, since rows only raise.
    private boolean isForLane() {
        return !because.permanent() && !assignment.bounces().sendDelayWarnings() && assignment.rule() == null;
    }

    /// Applies the failed attempt to all other waiting mail, at a cost that does not grow with the queue. Mail at
    /// the end of its bounce profile bounces; the rest waits until the destination is tried again. Mail in hand
    /// remains, to be settled message by message.
    ///
    /// @return recipients, not counting those in hand
    private int defer(DestinationPace pace) {
        String destination = assignment.destination();
        Instant now = means.clock().instant();
        int spent = giveUp(now);
        Instant oldest = means.queue().backlog(destination).oldest();
        Instant until = RetrySchedule.next(assignment.bounces(), pace.failed(assignment.lane()), oldest, now);
        int more = means.queue().defer(destination, assignment.lane(), until, because.text());
        if (more > 0) {
            means.events()
                    .publish(new DeliveryEvent.RecipientsDeferred(
                            now, destination, assignment.lane(), more, because, until));
        }
        return spent + more;
    }

    private int giveUp(Instant now) {
        int spent = 0;
        List<QueuedDelivery> portion = spent(now);
        while (!portion.isEmpty()) {
            int kept = 0;
            for (QueuedDelivery delivery : portion) {
                spent += delivery.recipients().size();
                kept += means.outcomes().refuseAll(delivery, 0, because, assignment.bounces());
            }
            portion = kept > 0 ? List.of() : spent(now);
        }
        return spent;
    }

    private List<QueuedDelivery> spent(Instant now) {
        BounceProfile bounces = assignment.bounces();
        return means.queue()
                .leaseSpent(
                        assignment.destination(),
                        assignment.lane(),
                        now.minus(bounces.maxTimeInQueue()),
                        bounces.maxRetries(),
                        AT_ONCE);
    }
}
