package org.danegate.dns;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// When a server that does not answer rests, and how it comes back: it rests twice as long each time; then it gets a
/// few trial questions, and only an answer brings it back. Thread-safe.
final class ServerRest {

    private static final Duration SHORTEST = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int MOST_TRIALS = 2;

    private final InstantSource clock;
    private final Semaphore trials = new Semaphore(MOST_TRIALS);
    private volatile boolean failing;
    private volatile Instant until = Instant.MIN;
    private volatile Duration next = SHORTEST;
    private volatile long began;
    private final ReentrantLock lock = new ReentrantLock();

    ServerRest(InstantSource clock) {
        this.clock = clock;
    }

    /// True while the server is to be skipped: its rest is not over, or one question is pending to find out whether
    /// it is back.
    boolean isOn() {
        return failing && (clock.instant().isBefore(until) || trials.availablePermits() < MOST_TRIALS);
    }

    /// True when the server has not answered since it last failed.
    boolean failing() {
        return failing;
    }

    /// When the rest is over; in the past while there is none.
    Instant until() {
        return until;
    }

    /// Waits for a turn to try the failing server; each turn must be given back.
    ///
    /// @return false when none came in time
    /// @throws InterruptedException when this thread is interrupted
    boolean takeTrial(Duration timeout) throws InterruptedException {
        return trials.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    void giveTrialBack() {
        trials.release();
    }

    /// The server answered.
    void end() {
        lock.lock();
        try {
            next = SHORTEST;
            until = Instant.MIN;
            failing = false;
        } finally {
            lock.unlock();
        }
    }

    /// The server did not answer. Questions that were pending together are one failure: those that were wanted
    /// before the rest began do not prolong it.
    ///
    /// @param wanted since when an answer was wanted, of {@link System#nanoTime}
    void begin(long wanted) {
        lock.lock();
        try {
            if (failing && wanted - began < 0) {
                return;
            }
            began = System.nanoTime();
            failing = true;
            until = clock.instant().plus(next);
            Duration longer = next.multipliedBy(2);
            next = longer.compareTo(LONGEST) > 0 ? LONGEST : longer;
        } finally {
            lock.unlock();
        }
    }
}
