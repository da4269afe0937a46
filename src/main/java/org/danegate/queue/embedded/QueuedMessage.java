package org.danegate.queue.embedded;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.danegate.queue.Envelope;
import org.danegate.queue.NewMessage;
import org.danegate.queue.QueuedDelivery;
import org.danegate.queue.QueuedDelivery.Pending;
import org.danegate.queue.Settlement;
import org.jspecify.annotations.Nullable;

/// A message in the index: everything but its body. Guarded by the index's lock. It is kept small, because a dead
/// destination may make a million messages wait: arrays instead of maps, and one destination is the usual case.
final class QueuedMessage {

    final long mid;
    final Envelope envelope;
    final Instant receivedAt;
    final int size;
    final int bodyOffset;
    SegmentLog.Position position;
    /// An administrator keeps it from delivery.
    boolean held;
    private Share[] shares;

    QueuedMessage(NewMessage message, int size, int bodyOffset, SegmentLog.Position position) {
        this.mid = message.mid();
        this.envelope = message.envelope();
        this.receivedAt = message.receivedAt();
        this.size = size;
        this.bodyOffset = bodyOffset;
        this.position = position;
        List<Pending> recipients = new ArrayList<>(message.recipients().size());
        for (int rid = 0; rid < message.recipients().size(); rid++) {
            NewMessage.Recipient r = message.recipients().get(rid);
            recipients.add(new Pending(
                    rid, r.address(), r.dsnNotify(), r.originalRecipient(), 0, message.receivedAt(), 0, ""));
        }
        this.shares = split(recipients);
    }

    private Share[] split(List<Pending> recipients) {
        if (recipients.size() == 1) {
            Pending only = recipients.getFirst();
            return new Share[] {new Share(this, only.address().domain(), new Pending[] {only})};
        }
        Map<String, List<Pending>> byDestination = new LinkedHashMap<>();
        for (Pending p : recipients) {
            byDestination
                    .computeIfAbsent(p.address().domain(), d -> new ArrayList<>())
                    .add(p);
        }
        return byDestination.entrySet().stream()
                .map(e -> new Share(this, e.getKey(), e.getValue().toArray(Pending[]::new)))
                .toArray(Share[]::new);
    }

    List<Share> shares() {
        return List.of(shares);
    }

    Share share(String destination) {
        for (Share share : shares) {
            if (share.destination.equals(destination)) {
                return share;
            }
        }
        throw new IllegalStateException("MID " + mid + " has no recipients left at " + destination);
    }

    boolean finished() {
        return Arrays.stream(shares).allMatch(Share::isEmpty);
    }

    /// Applies the results of recipients, at whatever destination they are.
    void apply(List<Settlement> settlements) {
        for (Settlement settlement : settlements) {
            for (Share share : shares) {
                share.apply(settlement);
            }
        }
        shares = Arrays.stream(shares).filter(s -> !s.isEmpty()).toArray(Share[]::new);
    }

    /// Recipients that are not finished, in the order of their ids.
    List<Pending> recipients() {
        return Arrays.stream(shares)
                .flatMap(s -> s.pending().stream())
                .sorted(Comparator.comparingInt(Pending::rid))
                .toList();
    }

    /// Some of its recipients at one destination, as others see them.
    QueuedDelivery delivery(Share share, List<Pending> recipients) {
        return new QueuedDelivery(mid, share.destination, envelope, receivedAt, size, recipients);
    }

    /// Takes over a whole state.
    void restate(List<Pending> recipients) {
        shares = recipients.isEmpty() ? new Share[0] : split(recipients);
    }

    /// The recipients of a message at one destination: what is leased as one.
    static final class Share {

        /// Those due first come first.
        static final Comparator<Share> BY_DUE =
                Comparator.<Share, Instant>comparing(s -> s.due).thenComparingLong(s -> s.message.mid);

        /// Those accepted first come first.
        static final Comparator<Share> BY_AGE = Comparator.comparingLong(s -> s.message.mid);

        private static final Pending[] NOBODY = {};

        final QueuedMessage message;
        final String destination;
        private Pending[] pending;
        boolean leased;
        /// Recipients that the lane counts for this share.
        int counted;
        /// How many of the lane's shared failures the recipients' own attempts include.
        int failuresSeen;
        /// When the first recipient is due; fixed while the share is in its lane.
        Instant due;

        Share(QueuedMessage message, String destination, Pending[] pending) {
            this.message = message;
            this.destination = destination;
            this.pending = pending;
            this.due = message.receivedAt;
        }

        /// Whether it is apart from its lane: it is not leased, and it does not share failures of others.
        boolean apart() {
            return leased || message.held;
        }

        boolean isEmpty() {
            return pending.length == 0;
        }

        List<Pending> pending() {
            return List.of(pending);
        }

        /// Attempts of the recipient with the most.
        int attempts() {
            return Arrays.stream(pending).mapToInt(Pending::attempts).max().orElse(0);
        }

        private void apply(Settlement settlement) {
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
        void addFailures(int more, String trouble) {
            for (int i = 0; i < pending.length; i++) {
                pending[i] = failed(pending[i], more, trouble, pending[i].due());
            }
        }

        static Pending failed(Pending p, int more, String trouble, Instant due) {
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
        int hasten(Instant now) {
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

        void refreshDue() {
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
}
