package org.danegate.delivery;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.danegate.event.Lane;

/// The progress of a destination while there is mail for it: what its runs observed, and how many more runs it may
/// have. Thread-safe.
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

    /// @param firstAnswer called when the destination answers again: more runs may start
    DestinationPace(String destination, Runnable firstAnswer) {
        this.destination = destination;
        this.firstAnswer = firstAnswer;
    }

    String destination() {
        return destination;
    }

    /// The number of runs in progress.
    int running() {
        return running.get();
    }

    void began() {
        running.incrementAndGet();
    }

    /// @param slowly whether the run delivered no message for a long time, or was broken off for that
    void paced(boolean slowly) {
        slow = slowly;
        takes &= !slowly;
    }

    void ended() {
        running.decrementAndGet();
    }

    /// Whether one of its hosts could be reached when last tried.
    boolean answers() {
        return answers;
    }

    /// Whether its last attempt ended normally after the destination accepted a message.
    boolean takes() {
        return takes;
    }

    /// Whether its last attempt delivered no message for a long time.
    boolean isSlow() {
        return slow;
    }

    /// Records that a connection succeeded, or that none could be made.
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

    /// Records that a message was sent.
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

    /// Records that an attempt failed for all mail of a lane.
    ///
    /// @return the number of failures in a row
    int failed(Lane lane) {
        takes = false;
        return failuresOf(lane).incrementAndGet();
    }

    private AtomicInteger failuresOf(Lane lane) {
        return failures.computeIfAbsent(lane, l -> new AtomicInteger());
    }
}
