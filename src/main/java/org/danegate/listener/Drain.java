package org.danegate.listener;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The stop sign of a listener, in two steps: first conversations without a transaction end, then all.
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

    /// Returns when all conversations are to end, or after that time.
    void awaitOver(Duration longest) {
        try {
            over.await(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
