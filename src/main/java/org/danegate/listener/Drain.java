package org.danegate.listener;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The stop signal of a listener, in two steps: first conversations without a transaction end, then all others.
final class Drain {

    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean begun;

    void begin() {
        begun = true;
    }

    void end() {
        begun = true;
        over.countDown();
    }

    boolean begun() {
        return begun;
    }

    boolean over() {
        return over.getCount() == 0;
    }

    /// Waits until all conversations are to end, at most for the given time.
    void awaitOver(Duration longest) {
        try {
            over.await(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
