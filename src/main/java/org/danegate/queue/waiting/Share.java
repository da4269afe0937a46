package org.danegate.queue.waiting;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.danegate.queue.QueuedDelivery;
import org.danegate.queue.QueuedDelivery.Pending;
import org.danegate.queue.Settlement;
import org.jspecify.annotations.Nullable;

/// The recipients of a message at one destination: what is leased as one. Guarded by the index's lock.
public final class Share {

    /// Those due first come first.
    public static final Comparator<Share> BY_DUE =
            Comparator.<Share, Instant>comparing(s -> s.due).thenComparingLong(s -> s.message.mid);

    /// Those accepted first come first.
    public static final Comparator<Share> BY_AGE = Comparator.comparingLong(s -> s.message.mid);

    private static final Pending[] NOBODY = {};

    public final QueuedMessage message;
    public final String destination;
    private Pending[] pending;
    public boolean leased;
    /// Recipients that the lane counts for this share.
    public int counted;
    /// How many of these its lane counts as attempted.
    public int attempted;
    /// How many of the lane's shared failures the recipients' own attempts include.
    public int failuresSeen;
    /// When the first recipient is due; fixed while the share is in its lane.
    public Instant due;

    public Share(QueuedMessage message, String destination, Pending[] pending) {
        this.message = message;
        this.destination = destination;
        this.pending = pending;
        this.due = message.receivedAt;
    }

    /// Whether it is apart from its lane: it is not leased, and it does not share failures of others.
    public boolean apart() {
        return leased || message.held;
    }

    public boolean isEmpty() {
        return pending.length == 0;
    }

    public List<Pending> pending() {
        return List.of(pending);
    }

    /// All its recipients, as others see them.
    public QueuedDelivery delivery() {
        return delivery(pending());
    }

    /// Some of its recipients, as others see them.
    public QueuedDelivery delivery(List<Pending> recipients) {
        return new QueuedDelivery(
                message.mid, destination, message.envelope, message.receivedAt, message.size, recipients);
    }

    /// Attempts of the recipient with the most.
    public int attempts() {
        return Arrays.stream(pending).mapToInt(Pending::attempts).max().orElse(0);
    }

    /// Recipients that at least one attempt has failed for.
    public int attemptedRecipients() {
        int many = 0;
        for (Pending p : pending) {
            many += p.attempts() > 0 ? 1 : 0;
        }
        return many;
    }

    /// Applies the result of a recipient, if it is one of these.
    public void apply(Settlement settlement) {
        for (int i = 0; i < pending.length; i++) {
            Pending p = pending[i];
            if (p.rid() == settlement.rid()) {
                switch (settlement) {
                    case Settlement.Done d -> remove(i);
                    case Settlement.Retry r -> pending[i] = after(p, r);
                }
                return;
            }
        }
    }

    private void remove(int index) {
        if (pending.length == 1) {
            pending = NOBODY;
            return;
        }
        Pending[] rest = new Pending[pending.length - 1];
        System.arraycopy(pending, 0, rest, 0, index);
        System.arraycopy(pending, index + 1, rest, index, rest.length - index);
        pending = rest;
    }

    private static Pending after(Pending p, Settlement.Retry r) {
        return new Pending(
                p.rid(),
                p.address(),
                p.dsnNotify(),
                p.originalRecipient(),
                p.attempts() + (r.attempted() ? 1 : 0),
                r.retryAt(),
                p.warnings() + (r.warned() ? 1 : 0),
                r.trouble());
    }

    /// Adds failures that all recipients of the lane shared.
    public void addFailures(int more, String trouble) {
        for (int i = 0; i < pending.length; i++) {
            pending[i] = failed(pending[i], more, trouble, pending[i].due());
        }
    }

    /// The recipient after `more` failed attempts, the last for the reason given, and due at a new time.
    public static Pending failed(Pending p, int more, String trouble, Instant due) {
        return new Pending(
                p.rid(),
                p.address(),
                p.dsnNotify(),
                p.originalRecipient(),
                p.attempts() + more,
                due,
                p.warnings(),
                trouble);
    }

    /// Makes every recipient due at `now` if it was due later; returns how many.
    public int hasten(Instant now) {
        int hastened = 0;
        for (int i = 0; i < pending.length; i++) {
            Pending p = pending[i];
            if (p.due().isAfter(now)) {
                pending[i] = failed(p, 0, p.lastTrouble(), now);
                hastened++;
            }
        }
        return hastened;
    }

    public void refreshDue() {
        Instant first = Instant.MAX;
        for (Pending p : pending) {
            first = p.due().isBefore(first) ? p.due() : first;
        }
        due = first;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
