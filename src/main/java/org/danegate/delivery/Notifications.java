package org.danegate.delivery;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.danegate.bounce.BounceMessages;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.policy.BounceProfile;
import org.danegate.queue.MessageBody;
import org.danegate.queue.MessageQueue;
import org.danegate.queue.NewMessage;
import org.danegate.queue.QueuedDelivery;

/// Makes the notifications that senders receive about their mail, and queues them as mail.
final class Notifications {

    private final MessageQueue queue;
    private final DeliveryEvents events;
    private final BounceMessages bounces;

    Notifications(MessageQueue queue, DeliveryEvents events, BounceMessages bounces) {
        this.queue = queue;
        this.events = events;
        this.bounces = bounces;
    }

    /// Queues a notification. Returns true when it is in the queue or none is due.
    boolean notify(
            BounceMessages.Kind kind,
            QueuedDelivery delivery,
            List<BounceMessages.Report> reports,
            BounceProfile profile,
            Instant now) {
        try (MessageBody body = queue.body(delivery.mid())) {
            Optional<NewMessage> notification =
                    bounces.notification(queue::nextMid, kind, delivery, reports, body, profile, now);
            if (notification.isPresent()) {
                NewMessage message = notification.get();
                queue.accept(message);
                announce(kind, delivery, message, now);
            }
            return true;
        } catch (IOException e) {
            String text = "MID " + delivery.mid() + " notification could not be queued: " + e.getMessage();
            events.publish(new DeliveryEvent.SystemNotice(now, true, text));
            return false;
        }
    }

    private void announce(BounceMessages.Kind kind, QueuedDelivery delivery, NewMessage message, Instant now) {
        String what = switch (kind) {
            case FAILED -> "bounce";
            case DELAYED -> "delay warning";
            case RELAYED -> "relay notification";
        };
        long mid = message.mid();
        events.publish(new DeliveryEvent.NotificationGenerated(now, mid, delivery.mid(), what));
        events.publish(new DeliveryEvent.MessageStarted(now, mid, 0, ""));
        events.publish(new DeliveryEvent.RecipientAdded(
                now, mid, 0, 0, message.recipients().getFirst().address()));
        events.publish(new DeliveryEvent.MessageQueued(
                now,
                mid,
                0,
                "",
                message.body().size(),
                null,
                null,
                null,
                message.envelope().lane()));
    }
}
