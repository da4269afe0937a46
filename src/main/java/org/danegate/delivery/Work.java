package org.danegate.delivery;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.danegate.event.Trouble;
import org.danegate.queue.QueuedDelivery;
import org.jspecify.annotations.Nullable;

/// Leased messages of one destination that one run delivers, all of one lane and one row of TLS by Sender: DANE mail
/// never shares a connection with mail that DANE does not apply to (D-81), nor one virtual gateway with another.
final class Work {

    private static final int AT_ONCE = 10;
    private static final int DRAIN_AT_ONCE = 1000;
    /// The most messages of other rows of TLS by Sender that are leased and wait for their turn.
    private static final int MOST_ASIDE = 100;

    private final Assignment assignment;
    private final DeliveryMeans means;
    private final Deque<QueuedDelivery> leased = new ArrayDeque<>();
    private final List<Lacking> lacking = new ArrayList<>();
    private final List<QueuedDelivery> aside = new ArrayList<>();
    private final Attempt attempt;
    private final boolean alsoMore;
    private @Nullable QueuedDelivery current;
    /// Mail that became due later is not taken; null for no such time.
    private @Nullable Instant until;

    /// A message that a host cannot accept, with the trouble that says what the host lacks.
    record Lacking(QueuedDelivery delivery, Trouble trouble) {}

    /// @param attempt informed of the mail in hand, and asked whether more may be taken
    /// @param alsoMore whether more is leased when nothing is left in hand
    Work(
            Collection<QueuedDelivery> first,
            Assignment assignment,
            DeliveryMeans means,
            Attempt attempt,
            boolean alsoMore) {
        this.assignment = assignment;
        this.means = means;
        this.attempt = attempt;
        this.alsoMore = alsoMore;
        first.forEach(this::sort);
    }

    /// Takes the recipients of the attempt's row of TLS by Sender in hand; a message without any is laid aside.
    private void sort(QueuedDelivery delivery) {
        attempt.took(delivery.mid());
        List<QueuedDelivery.Pending> own = assignment.own(delivery);
        if (own.isEmpty()) {
            aside.add(delivery);
        } else {
            leased.add(delivery.with(own));
        }
    }

    /// Takes out the messages of other rows of TLS by Sender; the caller settles them.
    List<QueuedDelivery> takeAside() {
        List<QueuedDelivery> all = List.copyOf(aside);
        aside.clear();
        return all;
    }

    /// The next message to try, leasing more when the hand is empty; null when nothing is due.
    @Nullable
    QueuedDelivery next() {
        if (leased.isEmpty()) {
            take(AT_ONCE);
        }
        if (current != null) {
            attempt.settled(current.mid());
        }
        current = leased.poll();
        return current;
    }

    /// Takes no mail from now on that becomes due after a time: it is left to another run.
    void takeUntil(Instant time) {
        until = time;
    }

    /// Whether something is in hand or due.
    boolean hasMore() {
        if (leased.isEmpty()) {
            take(AT_ONCE);
        }
        return !leased.isEmpty();
    }

    /// Gives back a message that was not tried; it is the next one.
    void putBack(QueuedDelivery delivery) {
        current = null;
        leased.addFirst(delivery);
    }

    /// Lays aside a message that the present host cannot accept; it is then neither in hand nor settled.
    void layAside(QueuedDelivery delivery, Trouble trouble) {
        current = null;
        lacking.add(new Lacking(delivery, trouble));
    }

    /// Takes the messages that were laid aside at the previous host in hand again, for the next host.
    void takeUpAgain() {
        lacking.reversed().forEach(l -> leased.addFirst(l.delivery()));
        lacking.clear();
    }

    /// Takes out the messages that no host could accept; the caller settles them.
    List<Lacking> takeLacking() {
        List<Lacking> all = List.copyOf(lacking);
        lacking.clear();
        return all;
    }

    /// The mail in hand only.
    List<QueuedDelivery> inHand() {
        List<QueuedDelivery> all = List.copyOf(leased);
        leased.clear();
        return all;
    }

    /// Everything in hand and everything else that is due, in portions, for an outcome that applies to all.
    List<QueuedDelivery> drain() {
        if (leased.isEmpty()) {
            take(DRAIN_AT_ONCE);
        }
        return inHand();
    }

    /// Gives back the mail in hand, untried: it is due at once.
    void release() {
        takeUpAgain();
        leased.forEach(d -> means.queue().settle(d, List.of()));
        leased.clear();
    }

    /// Delays the mail in hand after a fault of our own: it must neither be lost nor retried in a tight loop.
    void fail(Trouble trouble) {
        takeUpAgain();
        leased.forEach(d -> means.outcomes().refuseAll(d, 0, trouble, assignment.bounces()));
        leased.clear();
    }

    /// Drops all mail in hand or due, as a `/dev/null` route orders.
    void discard() {
        while (hasMore()) {
            for (QueuedDelivery delivery : drain()) {
                List<RecipientResult> dropped = delivery.recipients().stream()
                        .<RecipientResult>map(RecipientResult.Dropped::new)
                        .toList();
                means.outcomes().settle(delivery, 0, dropped, assignment.bounces());
            }
        }
    }

    private void take(int most) {
        if (!alsoMore) {
            return;
        }
        boolean found = true;
        while (leased.isEmpty() && found && attempt.mayTake() && aside.size() < MOST_ASIDE) {
            Instant due = until == null ? means.clock().instant() : until;
            List<QueuedDelivery> more = means.queue().lease(assignment.destination(), assignment.lane(), most, due);
            more.forEach(this::sort);
            found = !more.isEmpty();
        }
    }
}
