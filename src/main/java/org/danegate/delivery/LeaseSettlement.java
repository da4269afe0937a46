package org.danegate.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.danegate.bounce.BounceMessages;
import org.danegate.bounce.RetrySchedule;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.Trouble;
import org.danegate.policy.BounceProfile;
import org.danegate.queue.QueuedDelivery;
import org.danegate.queue.QueuedDelivery.Pending;
import org.danegate.queue.Settlement;

/// What becomes of the recipients of one lease by the results of an attempt: a settlement for each, and the events that
/// tell of them. Notifications are queued on the way, before their recipients are settled.
final class LeaseSettlement {

    private final QueuedDelivery delivery;
    private final long dcid;
    private final BounceProfile profile;
    private final Instant now;
    private final Notifications notifications;
    private final List<Settlement> settlements;
    private final List<DeliveryEvent> told;
    private final List<GivenUp> givenUp = new ArrayList<>();
    private final List<RecipientResult.Refused> waiting = new ArrayList<>();
    private final List<BounceMessages.Report> relayed = new ArrayList<>();

    private record GivenUp(Pending recipient, Trouble trouble, boolean expired) {}

    /// @param dcid DCID of the attempt; 0 when there was no connection
    LeaseSettlement(
            QueuedDelivery delivery, long dcid, BounceProfile profile, Instant now, Notifications notifications) {
        this.delivery = delivery;
        this.dcid = dcid;
        this.profile = profile;
        this.now = now;
        this.notifications = notifications;
        this.settlements = new ArrayList<>(delivery.recipients().size());
        this.told = new ArrayList<>(delivery.recipients().size());
    }

    /// One for each recipient.
    List<Settlement> settlements() {
        return settlements;
    }

    /// The events to publish once the queue has recorded the settlements.
    List<DeliveryEvent> told() {
        return told;
    }

    /// Decides about all recipients and queues the notifications that are due.
    ///
    /// @param results one for each recipient of the lease
    void settle(List<RecipientResult> results) {
        for (RecipientResult result : results) {
            switch (result) {
                case RecipientResult.Delivered d -> delivered(d);
                case RecipientResult.Dropped d -> dropped(d.recipient());
                case RecipientResult.Refused r -> refused(r);
            }
        }
        if (!relayed.isEmpty()) {
            notify(BounceMessages.Kind.RELAYED, relayed);
        }
        giveUp();
        keep();
    }

    private void delivered(RecipientResult.Delivered d) {
        settlements.add(new Settlement.Done(d.recipient().rid()));
        told.add(new DeliveryEvent.RecipientDelivered(
                now,
                dcid,
                delivery.mid(),
                d.recipient().rid(),
                delivery.destination(),
                d.response(),
                Duration.between(delivery.receivedAt(), now)));
        if (!d.knowsDsn() && !d.recipient().dsnNotify().isEmpty()) {
            relayed.add(new BounceMessages.Report(d.recipient(), taken(d.response())));
        }
    }

    /// Not an actual trouble: the text that a notification gives for the recipient.
    private static Trouble taken(String response) {
        return new Trouble("250", "2.0.0", "Relayed", List.of(response), false);
    }

    private void dropped(Pending recipient) {
        settlements.add(new Settlement.Done(recipient.rid()));
        told.add(new DeliveryEvent.RecipientDropped(now, delivery.mid(), recipient.rid(), delivery.destination()));
    }

    /// Sorts a refused recipient into bounced or waiting. The bounce profile's maximum time is checked after an
    /// attempt, so that mail that waited while the server was down is tried once more before it bounces.
    private void refused(RecipientResult.Refused refused) {
        Pending recipient = refused.recipient();
        Trouble trouble = refused.trouble();
        if (trouble.permanent()) {
            givenUp.add(new GivenUp(recipient, trouble, false));
        } else if (RetrySchedule.retriesOver(profile, recipient.attempts() + 1)) {
            givenUp.add(new GivenUp(recipient, MessageTroubles.expired(trouble.text(), true), true));
        } else if (RetrySchedule.timeOver(profile, delivery.receivedAt(), now)) {
            givenUp.add(new GivenUp(recipient, MessageTroubles.expired(trouble.text(), false), true));
        } else {
            waiting.add(refused);
        }
    }

    private void giveUp() {
        if (givenUp.isEmpty()) {
            return;
        }
        List<BounceMessages.Report> reports = givenUp.stream()
                .map(g -> new BounceMessages.Report(g.recipient(), g.trouble()))
                .toList();
        if (notify(BounceMessages.Kind.FAILED, reports)) {
            givenUp.forEach(this::bounced);
        } else {
            givenUp.forEach(g -> settlements.add(retry(g.recipient(), g.trouble(), false)));
        }
    }

    private void bounced(GivenUp g) {
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

    private void keep() {
        List<BounceMessages.Report> late = waiting.stream()
                .filter(w -> warningDue(w.recipient()))
                .map(w -> new BounceMessages.Report(w.recipient(), w.trouble()))
                .toList();
        boolean warned = !late.isEmpty() && notify(BounceMessages.Kind.DELAYED, late);
        for (RecipientResult.Refused w : waiting) {
            delayed(w, warned && warningDue(w.recipient()));
        }
    }

    private void delayed(RecipientResult.Refused refused, boolean warned) {
        Settlement.Retry retry = retry(refused.recipient(), refused.trouble(), warned);
        settlements.add(retry);
        told.add(new DeliveryEvent.RecipientDelayed(
                now,
                dcid,
                delivery.mid(),
                refused.recipient().rid(),
                delivery.destination(),
                refused.trouble(),
                retry.retryAt(),
                delivery.envelope().sender(),
                refused.recipient().address().text()));
    }

    private boolean warningDue(Pending p) {
        Duration wait = profile.delayWarningAfter().multipliedBy(p.warnings() + 1L);
        return profile.sendDelayWarnings()
                && p.warnings() < profile.delayWarningCount()
                && !now.isBefore(delivery.receivedAt().plus(wait));
    }

    /// @param warned whether the sender has been told of the delay just now
    private Settlement.Retry retry(Pending p, Trouble trouble, boolean warned) {
        Instant at = RetrySchedule.next(profile, p.attempts() + 1, delivery.receivedAt(), now);
        return new Settlement.Retry(p.rid(), at, true, trouble.text(), warned);
    }

    private boolean notify(BounceMessages.Kind kind, List<BounceMessages.Report> reports) {
        return notifications.notify(kind, delivery, reports, profile, now);
    }
}
