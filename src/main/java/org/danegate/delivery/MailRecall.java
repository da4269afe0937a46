package org.danegate.delivery;

import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;
import org.danegate.queue.QueueOperations;
import org.danegate.queue.QueueOperations.Taken;
import org.danegate.queue.WaitingMessage;
import org.danegate.smtp.Line.Doubt;

/// Takes mail away from the attempts that have it in hand, by breaking them off and waiting until they end.
final class MailRecall {

    /// How long a broken-off attempt may take to end: its lookups cannot be interrupted.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// How long to wait for a due reply before mail is deleted regardless; the receiver may then have a copy of it.
    /// An ordinary receiver replies within this time.
    private static final Duration ANSWER_DUE = Duration.ofSeconds(2);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final QueueOperations operations;
    private final Attempts attempts;

    MailRecall(QueueOperations operations, Attempts attempts) {
        this.operations = operations;
        this.attempts = attempts;
    }

    /// Takes one message from the queue, and from the attempts that have it in hand.
    ///
    /// @param why the reason in words for people, with the attempt as its subject
    /// @param doubt what the order accepts in the end
    Taken take(long mid, String why, Doubt doubt) {
        Taken taken = operations.take(mid);
        if (!(taken instanceof Taken.InDelivery)) {
            return taken;
        }
        Set<String> destinations =
                operations.message(mid).map(WaitingMessage::inDelivery).orElse(Set.of());
        long start = System.nanoTime();
        try (Attempts.Bar _ = attempts.bar(destinations)) {
            while (taken instanceof Taken.InDelivery && System.nanoTime() - start < PATIENCE.toNanos()) {
                attempts.breakOff(a -> a.has(mid), Breach.ORDERED, why, since(start, doubt));
                attempts.awaitAnEnd(BETWEEN_LOOKS);
                taken = operations.take(mid);
            }
        }
        return taken;
    }

    /// Ends the attempts at a destination. Its mail must be barred from being leased meanwhile.
    ///
    /// @param why the reason in words for people, with the attempt as its subject
    /// @param doubt what the order accepts in the end
    void endAll(String destination, String why, Doubt doubt) {
        long start = System.nanoTime();
        Predicate<Attempt> its = a -> a.destination().equals(destination);
        while (isAwaited(its, why, doubt, start) && System.nanoTime() - start < PATIENCE.toNanos()) {
            attempts.awaitAnEnd(BETWEEN_LOOKS);
        }
    }

    private boolean isAwaited(Predicate<Attempt> its, String why, Doubt doubt, long start) {
        Doubt now = since(start, doubt);
        return attempts.breakOff(its, Breach.ORDERED, why, now) > 0 || now != doubt && attempts.any(its);
    }

    /// @return the doubt that the order may accept by now: none at first, as a receiver that replies soon leaves
    ///     no doubt
    private static Doubt since(long start, Doubt doubt) {
        return System.nanoTime() - start < ANSWER_DUE.toNanos() ? Doubt.AVOID : doubt;
    }
}
