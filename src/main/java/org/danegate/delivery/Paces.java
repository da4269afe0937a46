package org.danegate.delivery;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.danegate.queue.MessageQueue;

/// The paces of the destinations that have or recently had mail. Thread-safe.
final class Paces {

    private static final int MOST_REMEMBERED = 10_000;
    private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(5);

    private final MessageQueue queue;
    private final Runnable firstAnswer;
    private final Map<String, DestinationPace> all = new ConcurrentHashMap<>();
    private volatile long lastForgotten = System.nanoTime();

    /// @param firstAnswer called when a destination answers again: more runs may start
    Paces(MessageQueue queue, Runnable firstAnswer) {
        this.queue = queue;
        this.firstAnswer = firstAnswer;
    }

    /// The pace of a destination, remembered from now on.
    DestinationPace of(String destination) {
        return all.computeIfAbsent(destination, d -> new DestinationPace(d, firstAnswer));
    }

    /// Whether a destination is known to be slow.
    boolean isSlow(String destination) {
        DestinationPace pace = all.get(destination);
        return pace != null && pace.isSlow();
    }

    /// Forgets destinations without mail, but only once there are many: their pace is worth remembering for
    /// a while.
    void forgetQuiet() {
        long now = System.nanoTime();
        if (all.size() > MOST_REMEMBERED && now - lastForgotten > BETWEEN_SWEEPS.toNanos()) {
            lastForgotten = now;
            all.values()
                    .removeIf(p ->
                            p.running() == 0 && queue.backlog(p.destination()).activeRecipients() == 0);
        }
    }
}
