package org.danegate.delivery;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Room for attempts that go on at once, and who has to make room when it is used up.
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

    /// @param all whether the share may be used that is kept for destinations which take mail
    /// @return false when all of it is used up
    boolean take(boolean all) {
        return (all || free.availablePermits() > bounds.reserved()) && free.tryAcquire();
    }

    void giveBack() {
        free.release();
    }

    /// Waits until all of it is given back.
    ///
    /// @return false when it was not in time
    boolean awaitAll(long nanos) throws InterruptedException {
        boolean all = free.tryAcquire(bounds.most(), nanos, TimeUnit.NANOSECONDS);
        if (all) {
            free.release(bounds.most());
        }
        return all;
    }

    /// While there is room, nobody asks who is slow.
    boolean halfEmpty() {
        return free.availablePermits() > bounds.most() - bounds.slow();
    }

    /// What slow attempts take of it, counted once when it is first asked for.
    SlowShare slowShare(Predicate<String> slowDestination) {
        return new SlowShare(slowDestination);
    }

    /// Has the attempts end that were stuck longest, so that slow ones keep to their share. It looks ten times a
    /// second at most.
    void makeRoom() {
        long now = System.nanoTime();
        if (now - lastLooked >= BETWEEN_LOOKS.toNanos()) {
            lastLooked = now;
            attempts.breakOffSlowest();
        }
    }

    /// The share of attempts that are slow, or whose destination was slow at the attempt before.
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

        /// @param more attempts that begin at slow destinations, once it is known not to be full
        void took(int more) {
            taken += more;
        }

        private boolean isSlow(Attempt attempt) {
            return slowDestination.test(attempt.destination())
                    || attempt.stuckFor().compareTo(bounds.slowAfter()) > 0;
        }
    }
}
