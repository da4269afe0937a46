package org.danegate.delivery;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.danegate.queue.Lane;

/// How a destination gets on, as far as it is known while mail for it is about: what its runs saw, and how many more it
/// may have. May be used by many threads at once.
final class DestinationPace {

    private static final Duration BUSY = Duration.ofSeconds(5);

    private final String destination;
    private final Runnable firstAnswer;
    private final AtomicInteger running = new AtomicInteger();
    private final Map<Lane, AtomicInteger> failures = new ConcurrentHashMap<>();
    private volatile boolean answers;
    private volatile boolean takes;
    private volatile boolean slow;
    private volatile long lastSent = System.nanoTime() - BUSY.toNanos();
    private volatile boolean busy;

    /// @param firstAnswer called when the destination answers after it did not: more runs may begin
    DestinationPace(String destination, Runnable firstAnswer) {
        this.destination = destination;
        this.firstAnswer = firstAnswer;
    }

    String destination() {
        return destination;
    }

    /// Runs that go on.
    int running() {
        return running.get();
    }

    void began() {
        running.incrementAndGet();
    }

    /// @param slowly whether the run took no message for long, or was broken off for that
    void paced(boolean slowly) {
        slow = slowly;
        takes &= !slowly;
    }

    void ended() {
        running.decrementAndGet();
    }

    /// Whether a host of it could be reached when last tried.
    boolean answers() {
        return answers;
    }

    /// Whether its last attempt ended as it should, after a message that it took.
    boolean takes() {
        return takes;
    }

    /// Whether its last attempt took no message for long.
    boolean isSlow() {
        return slow;
    }

    /// A connection to it succeeded, or none could be made.
    void reached(Lane lane, boolean anyHost) {
        boolean first = anyHost && !answers;
        answers = anyHost;
        if (anyHost) {
            failuresOf(lane).set(0);
        }
        if (first) {
            firstAnswer.run();
        }
    }

    /// A message went out.
    void sent() {
        long now = System.nanoTime();
        busy = now - lastSent < BUSY.toNanos();
        lastSent = now;
        takes = true;
    }

    /// Whether mail follows mail so closely that a connection is worth keeping.
    boolean isBusy() {
        return busy;
    }

    /// An attempt failed for all mail of a lane.
    ///
    /// @return how many in a row have
    int failed(Lane lane) {
        takes = false;
        return failuresOf(lane).incrementAndGet();
    }

    private AtomicInteger failuresOf(Lane lane) {
        return failures.computeIfAbsent(lane, l -> new AtomicInteger());
    }
}
