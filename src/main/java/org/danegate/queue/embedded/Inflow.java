package org.danegate.queue.embedded;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Slows senders down a little while messages come in much faster than they leave, as when somebody loads a hundred
/// thousand for a host that is down: what can be delivered must not wait for a processor meanwhile (Postfix has
/// `in_flow_delay` for it).
final class Inflow {

    private static final long WINDOW_NANOS = 250_000_000;
    /// Fewer in a window load no machine.
    private static final long MANY = 250;
    private static final long TIMES_AS_MANY = 2;
    private static final long PAUSE_NANOS = 1_500_000;

    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong finished = new AtomicLong();
    private final AtomicBoolean measuring = new AtomicBoolean();
    private volatile long windowStart = System.nanoTime();
    private long acceptedBefore;
    private long finishedBefore;
    private volatile boolean outrun;

    /// A message has left.
    void finished() {
        finished.incrementAndGet();
    }

    /// A message has come: its sender waits here a moment while too many do.
    void accepted() {
        accepted.incrementAndGet();
        if (System.nanoTime() - windowStart > WINDOW_NANOS && measuring.compareAndSet(false, true)) {
            measure();
            measuring.set(false);
        }
        if (outrun) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void measure() {
        long in = accepted.get() - acceptedBefore;
        long out = finished.get() - finishedBefore;
        acceptedBefore += in;
        finishedBefore += out;
        outrun = in >= MANY && in > TIMES_AS_MANY * out;
        windowStart = System.nanoTime();
    }
}
