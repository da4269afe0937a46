package org.danegate.delivery;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// The places for simultaneous attempts. When they are used up, it decides which attempts must end.
final class AttemptRoom {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final RunBounds bounds;
    private final Attempts attempts;
    private final Semaphore free;
    private long lastLooked = System.nanoTime() - BETWEEN_LOOKS.toNanos();

    AttemptRoom(Attempts attempts) {
        this.bounds = attempts.bounds();
        this.attempts = attempts;
        this.free = new Semaphore(bounds.most());
    }

    /// @param all whether the places reserved for destinations that accept mail may be used too
    /// @return false when no place is free
    boolean take(boolean all) {
        return (all || free.availablePermits() > bounds.reserved()) && free.tryAcquire();
    }

    /// Whether no place is free for anybody.
    boolean isFull() {
        return free.availablePermits() == 0;
    }

    void giveBack() {
        free.release();
    }

    /// Waits until all places are free again.
    ///
    /// @return false when the time ran out first
    boolean awaitAll(long nanos) throws InterruptedException {
        boolean all = free.tryAcquire(bounds.most(), nanos, TimeUnit.NANOSECONDS);
        if (all) {
            free.release(bounds.most());
        }
        return all;
    }

    /// Whether more than half of the places are free; nobody looks for slow attempts then.
    boolean halfEmpty() {
        return free.availablePermits() > bounds.most() - bounds.slow();
    }

    /// Returns the share of slow attempts; they are counted once, when the share is first needed.
    SlowShare slowShare(Predicate<String> slowDestination) {
        return new SlowShare(slowDestination);
    }

    /// Breaks off the attempts that have been stuck longest, so that slow ones keep to their share. Checks at most
    /// ten times a second.
    void makeRoom() {
        long now = System.nanoTime();
        if (now - lastLooked >= BETWEEN_LOOKS.toNanos()) {
            lastLooked = now;
            attempts.breakOffSlowest();
        }
    }

    /// The number of attempts that are slow now or whose destination was slow at its previous attempt.
    final class SlowShare {

        private final Predicate<String> slowDestination;
        private int taken = -1;

        private SlowShare(Predicate<String> slowDestination) {
            this.slowDestination = slowDestination;
        }

        boolean isFull() {
            if (taken < 0) {
                taken = halfEmpty() ? 0 : attempts.count(this::isSlow);
            }
            return taken >= bounds.slow();
        }

        /// @param more attempts that start at slow destinations, after the share was found not to be full
        void took(int more) {
            taken += more;
        }

        private boolean isSlow(Attempt attempt) {
            return slowDestination.test(attempt.destination())
                    || attempt.stuckFor().compareTo(bounds.slowAfter()) > 0;
        }
    }
}
