package org.danegate.queue.embedded;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.danegate.address.MailAddress;
import org.danegate.queue.Envelope;
import org.danegate.queue.NewMessage;
import org.danegate.queue.QueuedDelivery.Pending;
import org.danegate.queue.Settlement;
import org.jspecify.annotations.Nullable;

/// A message in the index: everything but its body. Guarded by the index's lock.
final class QueuedMessage {

    final long mid;
    final Envelope envelope;
    final Instant receivedAt;
    final int size;
    final int bodyOffset;
    SegmentLog.Position position;
    private final Map<String, Share> shares = new LinkedHashMap<>();

    QueuedMessage(NewMessage message, int size, int bodyOffset, SegmentLog.Position position) {
        this.mid = message.mid();
        this.envelope = message.envelope();
        this.receivedAt = message.receivedAt();
        this.size = size;
        this.bodyOffset = bodyOffset;
        this.position = position;
        for (int rid = 0; rid < message.recipients().size(); rid++) {
            NewMessage.Recipient r = message.recipients().get(rid);
            MailAddress address = r.address();
            Pending pending =
                    new Pending(rid, address, r.dsnNotify(), r.originalRecipient(), 0, message.receivedAt(), 0, "");
            shares.computeIfAbsent(address.domain(), d -> new Share(this, d))
                    .pending
                    .put(rid, pending);
        }
    }

    Collection<Share> shares() {
        return shares.values();
    }

    Share share(String destination) {
        Share share = shares.get(destination);
        if (share == null) {
            throw new IllegalStateException("MID " + mid + " has no recipients left at " + destination);
        }
        return share;
    }

    boolean finished() {
        return shares.values().stream().allMatch(s -> s.pending.isEmpty());
    }

    /// Applies what became of recipients, wherever they are.
    void apply(List<Settlement> settlements) {
        for (Settlement settlement : settlements) {
            for (Share share : shares.values()) {
                share.apply(settlement);
            }
        }
        shares.values().removeIf(s -> s.pending.isEmpty());
    }

    /// Recipients that have no end yet, in the order of their ids.
    List<Pending> recipients() {
        return shares.values().stream()
                .flatMap(s -> s.pending.values().stream())
                .sorted(Comparator.comparingInt(Pending::rid))
                .toList();
    }

    /// Takes over a whole state.
    void restate(List<Pending> recipients) {
        shares.clear();
        for (Pending p : recipients) {
            shares.computeIfAbsent(p.address().domain(), d -> new Share(this, d))
                    .pending
                    .put(p.rid(), p);
        }
    }

    /// The recipients of a message at one destination: what is leased as one.
    static final class Share implements Comparable<Share> {

        final QueuedMessage message;
        final String destination;
        final Map<Integer, Pending> pending = new LinkedHashMap<>();
        boolean leased;
        /// Recipients that the lane counts for this share.
        int counted;
        /// When the first recipient is due; fixed while the share stands in its lane.
        Instant due;

        Share(QueuedMessage message, String destination) {
            this.message = message;
            this.destination = destination;
            this.due = message.receivedAt;
        }

        void apply(Settlement settlement) {
            switch (settlement) {
                case Settlement.Done d -> pending.remove(d.rid());
                case Settlement.Retry r -> pending.computeIfPresent(r.rid(), (rid, p) -> after(p, r));
            }
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

        /// Makes every recipient due at `now` if it was due later; returns how many.
        int hasten(Instant now) {
            int hastened = 0;
            for (Map.Entry<Integer, Pending> entry : pending.entrySet()) {
                Pending p = entry.getValue();
                if (p.due().isAfter(now)) {
                    entry.setValue(new Pending(
                            p.rid(),
                            p.address(),
                            p.dsnNotify(),
                            p.originalRecipient(),
                            p.attempts(),
                            now,
                            p.warnings(),
                            p.lastTrouble()));
                    hastened++;
                }
            }
            return hastened;
        }

        void refreshDue() {
            due = pending.values().stream()
                    .map(Pending::due)
                    .min(Instant::compareTo)
                    .orElse(Instant.MAX);
        }

        @Override
        public int compareTo(Share other) {
            int byDue = due.compareTo(other.due);
            return byDue != 0 ? byDue : Long.compare(message.mid, other.message.mid);
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
