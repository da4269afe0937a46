package org.danegate.delivery;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.danegate.bounce.BounceMessages;
import org.danegate.bounce.RetrySchedule;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.event.Trouble;
import org.danegate.policy.BounceProfile;
import org.danegate.queue.MessageBody;
import org.danegate.queue.MessageQueue;
import org.danegate.queue.NewMessage;
import org.danegate.queue.QueuedDelivery;
import org.danegate.queue.QueuedDelivery.Pending;
import org.danegate.queue.Settlement;

/// Records the results of an attempt in the queue: a recipient is done, retried at a set time, or bounced with a
/// notification that is durable before the recipient leaves the queue.
final class Outcomes {

    private final MessageQueue queue;
    private final DeliveryEvents events;
    private final BounceMessages bounces;
    private final InstantSource clock;

    Outcomes(MessageQueue queue, DeliveryEvents events, BounceMessages bounces, InstantSource clock) {
        this.queue = queue;
        this.events = events;
        this.bounces = bounces;
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
        List<Settlement> settlements = new ArrayList<>();
        List<DeliveryEvent> told = new ArrayList<>();
        List<GivenUp> givenUp = new ArrayList<>();
        List<Waiting> waiting = new ArrayList<>();
        List<BounceMessages.Report> relayed = new ArrayList<>();
        for (RecipientResult result : results) {
            switch (result) {
                case RecipientResult.Delivered d -> {
                    settlements.add(new Settlement.Done(d.recipient().rid()));
                    told.add(delivered(delivery, dcid, d, now));
                    if (!d.knowsDsn() && !d.recipient().dsnNotify().isEmpty()) {
                        relayed.add(new BounceMessages.Report(d.recipient(), taken(d.response())));
                    }
                }
                case RecipientResult.Dropped d -> {
                    settlements.add(new Settlement.Done(d.recipient().rid()));
                    told.add(new DeliveryEvent.RecipientDropped(
                            now, delivery.mid(), d.recipient().rid(), delivery.destination()));
                }
                case RecipientResult.Refused r -> sort(r, delivery, profile, now, givenUp, waiting);
            }
        }
        if (!relayed.isEmpty()) {
            notify(BounceMessages.Kind.RELAYED, delivery, relayed, profile, now);
        }
        giveUp(delivery, dcid, givenUp, profile, now, settlements, told);
        keep(delivery, dcid, waiting, profile, now, settlements, told);
        // Publish only after the queue has recorded it: a reader who sees "delayed" and requests a retry must
        // find the recipient waiting.
        boolean finished = queue.settle(delivery, settlements);
        told.forEach(events::publish);
        if (finished) {
            events.publish(new DeliveryEvent.MessageFinished(now, delivery.mid()));
        }
        return (int)
                settlements.stream().filter(Settlement.Retry.class::isInstance).count();
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

    private record GivenUp(Pending recipient, Trouble trouble, boolean expired) {}

    private record Waiting(Pending recipient, Trouble trouble) {}

    /// Sorts a refused recipient into bounced or waiting. The bounce profile's maximum time is checked after an
    /// attempt, so that mail that waited while the server was down is tried once more before it bounces.
    private static void sort(
            RecipientResult.Refused refused,
            QueuedDelivery delivery,
            BounceProfile profile,
            Instant now,
            List<GivenUp> givenUp,
            List<Waiting> waiting) {
        Pending recipient = refused.recipient();
        Trouble trouble = refused.trouble();
        if (trouble.permanent()) {
            givenUp.add(new GivenUp(recipient, trouble, false));
        } else if (RetrySchedule.retriesOver(profile, recipient.attempts() + 1)) {
            givenUp.add(new GivenUp(recipient, MessageTroubles.expired(trouble.text(), true), true));
        } else if (RetrySchedule.timeOver(profile, delivery.receivedAt(), now)) {
            givenUp.add(new GivenUp(recipient, MessageTroubles.expired(trouble.text(), false), true));
        } else {
            waiting.add(new Waiting(recipient, trouble));
        }
    }

    private void giveUp(
            QueuedDelivery delivery,
            long dcid,
            List<GivenUp> givenUp,
            BounceProfile profile,
            Instant now,
            List<Settlement> settlements,
            List<DeliveryEvent> told) {
        if (givenUp.isEmpty()) {
            return;
        }
        List<BounceMessages.Report> reports = givenUp.stream()
                .map(g -> new BounceMessages.Report(g.recipient(), g.trouble()))
                .toList();
        if (!notify(BounceMessages.Kind.FAILED, delivery, reports, profile, now)) {
            givenUp.forEach(g -> settlements.add(retry(delivery, g.recipient(), g.trouble(), profile, now, false)));
            return;
        }
        for (GivenUp g : givenUp) {
            settlements.add(new Settlement.Done(g.recipient().rid()));
            told.add(new DeliveryEvent.RecipientBounced(
                    now,
                    dcid,
                    delivery.mid(),
                    g.recipient().rid(),
                    delivery.destination(),
                    g.trouble(),
                    g.expired(),
                    delivery.envelope().sender(),
                    g.recipient().address().text()));
        }
    }

    private void keep(
            QueuedDelivery delivery,
            long dcid,
            List<Waiting> waiting,
            BounceProfile profile,
            Instant now,
            List<Settlement> settlements,
            List<DeliveryEvent> told) {
        List<BounceMessages.Report> late = waiting.stream()
                .filter(w -> warningDue(delivery, w.recipient(), profile, now))
                .map(w -> new BounceMessages.Report(w.recipient(), w.trouble()))
                .toList();
        boolean warned = !late.isEmpty() && notify(BounceMessages.Kind.DELAYED, delivery, late, profile, now);
        for (Waiting w : waiting) {
            boolean senderKnows = warned && warningDue(delivery, w.recipient(), profile, now);
            Settlement.Retry retry = retry(delivery, w.recipient(), w.trouble(), profile, now, senderKnows);
            settlements.add(retry);
            told.add(new DeliveryEvent.RecipientDelayed(
                    now,
                    dcid,
                    delivery.mid(),
                    w.recipient().rid(),
                    delivery.destination(),
                    w.trouble(),
                    retry.retryAt(),
                    delivery.envelope().sender(),
                    w.recipient().address().text()));
        }
    }

    private static boolean warningDue(QueuedDelivery delivery, Pending p, BounceProfile profile, Instant now) {
        Duration wait = profile.delayWarningAfter().multipliedBy(p.warnings() + 1L);
        return profile.sendDelayWarnings()
                && p.warnings() < profile.delayWarningCount()
                && !now.isBefore(delivery.receivedAt().plus(wait));
    }

    private static Settlement.Retry retry(
            QueuedDelivery delivery, Pending p, Trouble trouble, BounceProfile profile, Instant now, boolean warned) {
        Instant at = RetrySchedule.next(profile, p.attempts() + 1, delivery.receivedAt(), now);
        return new Settlement.Retry(p.rid(), at, true, trouble.text(), warned);
    }

    /// Queues a notification. Returns true when it is in the queue or none is due.
    private boolean notify(
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
        events.publish(
                new DeliveryEvent.MessageQueued(now, mid, 0, "", message.body().size(), null, null));
    }

    /// Not an actual trouble: the text that a notification gives for the recipient.
    private static Trouble taken(String response) {
        return new Trouble("250", "2.0.0", "Relayed", List.of(response), false);
    }

    private static DeliveryEvent delivered(
            QueuedDelivery delivery, long dcid, RecipientResult.Delivered d, Instant now) {
        return new DeliveryEvent.RecipientDelivered(
                now,
                dcid,
                delivery.mid(),
                d.recipient().rid(),
                delivery.destination(),
                d.response(),
                Duration.between(delivery.receivedAt(), now));
    }
}
