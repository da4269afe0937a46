package org.danegate.access;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.LockedException;

/// Turns at hashing passwords, each of which takes 19 MiB for a moment. Strangers wait for strangers alone: however
/// many of them guess, somebody who has signed in from the same browser or address before has a turn. Of one address a
/// few attempts wait at most, of all strangers some dozens; one more is told to come again instead of waiting.
final class HashingTurns {

    /// Passwords of strangers that are hashed at once.
    static final int STRANGERS = 1;
    /// Passwords that are hashed at once of users who are known.
    static final int KNOWN = Math.clamp(Runtime.getRuntime().maxMemory() >> 28, 1, 2);
    /// Attempts of one address that are hashed or wait.
    static final int OF_ONE_ADDRESS = 4;
    /// Attempts of all strangers that are hashed or wait.
    static final int OF_ALL_STRANGERS = 64;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final Semaphore strangers = new Semaphore(STRANGERS, true);
    private final Semaphore known = new Semaphore(KNOWN, true);
    private final Map<String, Integer> waiting = new HashMap<>();
    private int all;
    private final ReentrantLock lock = new ReentrantLock();

    /// Runs the work when it has its turn.
    ///
    /// @throws LockedException when too many wait already, or the turn does not come in time
    <T extends @Nullable Object> T take(boolean isKnown, String address, Supplier<T> work) {
        return isKnown ? inTurn(known, work) : asStranger(SignInThrottle.network(address), work);
    }

    private <T extends @Nullable Object> T asStranger(String network, Supplier<T> work) {
        enter(network);
        try {
            return inTurn(strangers, work);
        } finally {
            leave(network);
        }
    }

    private static <T extends @Nullable Object> T inTurn(Semaphore turns, Supplier<T> work) {
        try {
            if (!turns.tryAcquire(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS)) {
                throw tooMany();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LockedException("The server is stopping.", e);
        }
        try {
            return work.get();
        } finally {
            turns.release();
        }
    }

    private void enter(String network) {
        lock.lock();
        try {
            if (all >= OF_ALL_STRANGERS || waiting.getOrDefault(network, 0) >= OF_ONE_ADDRESS) {
                throw tooMany();
            }
            all++;
            waiting.merge(network, 1, Integer::sum);
        } finally {
            lock.unlock();
        }
    }

    private void leave(String network) {
        lock.lock();
        try {
            all--;
            waiting.computeIfPresent(network, (n, count) -> count == 1 ? null : count - 1);
        } finally {
            lock.unlock();
        }
    }

    private static LockedException tooMany() {
        return new LockedException("Too many people are signing in. Try again in a minute.");
    }
}
