package org.danegate.queue.waiting;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.danegate.queue.Envelope;
import org.danegate.queue.NewMessage;
import org.danegate.queue.QueuedDelivery.Pending;
import org.danegate.queue.Settlement;

/// A message in the index: everything but its body. Guarded by the index's lock. It is kept small, because a dead
/// destination may make a million messages wait: arrays instead of maps, and one destination is the usual case.
public final class QueuedMessage {

    public final long mid;
    public final Envelope envelope;
    public final Instant receivedAt;
    public final int size;
    /// Where its body is; another place after it was copied forward.
    public Place place;
    /// An administrator keeps it from delivery.
    public boolean held;
    private Share[] shares;

    public QueuedMessage(NewMessage message, int size, Place place) {
        this.mid = message.mid();
        this.envelope = message.envelope();
        this.receivedAt = message.receivedAt();
        this.size = size;
        this.place = place;
        this.shares = split(untried(message));
    }

    /// The recipients of a new message: due at once.
    private static List<Pending> untried(NewMessage message) {
        List<Pending> recipients = new ArrayList<>(message.recipients().size());
        for (int rid = 0; rid < message.recipients().size(); rid++) {
            NewMessage.Recipient r = message.recipients().get(rid);
            recipients.add(new Pending(
                    rid, r.address(), r.dsnNotify(), r.originalRecipient(), 0, message.receivedAt(), 0, ""));
        }
        return recipients;
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

    public List<Share> shares() {
        return List.of(shares);
    }

    public Share share(String destination) {
        for (Share share : shares) {
            if (share.destination.equals(destination)) {
                return share;
            }
        }
        throw new IllegalStateException("MID " + mid + " has no recipients left at " + destination);
    }

    public boolean finished() {
        return Arrays.stream(shares).allMatch(Share::isEmpty);
    }

    /// Applies the results of recipients, at whatever destination they are.
    public void apply(List<Settlement> settlements) {
        for (Settlement settlement : settlements) {
            for (Share share : shares) {
                share.apply(settlement);
            }
        }
        shares = Arrays.stream(shares).filter(s -> !s.isEmpty()).toArray(Share[]::new);
    }

    /// Recipients that are not finished, in the order of their ids.
    ///
    /// @param of gives the recipients of a share
    public List<Pending> recipients(Function<Share, List<Pending>> of) {
        return Arrays.stream(shares)
                .flatMap(s -> of.apply(s).stream())
                .sorted(Comparator.comparingInt(Pending::rid))
                .toList();
    }

    /// Takes over a whole state.
    public void restate(List<Pending> recipients) {
        shares = recipients.isEmpty() ? new Share[0] : split(recipients);
    }
}
