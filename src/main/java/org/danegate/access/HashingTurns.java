package org.danegate.access;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.danegate.guessing.GuessThrottle;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.LockedException;

/// Gives turns for hashing passwords; each hash takes 19 MiB for a moment. Strangers wait only for strangers: however
/// many of them guess, a user who has signed in from the same browser or address before gets a turn. Only a few
/// attempts of one address may wait, and some dozens of all strangers. One more is refused with a request to try
/// again later.
final class HashingTurns {

    /// Passwords of strangers that are hashed at once.
    static final int STRANGERS = 1;
    /// Passwords of known users that are hashed at once.
    static final int KNOWN = Math.clamp(Runtime.getRuntime().maxMemory() >> 28, 1, 2);
    /// Attempts of one address that are being hashed or wait.
    static final int OF_ONE_ADDRESS = 4;
    /// Attempts of all strangers that are being hashed or wait.
    static final int OF_ALL_STRANGERS = 64;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final Semaphore strangers = new Semaphore(STRANGERS, true);
    private final Semaphore known = new Semaphore(KNOWN, true);
    private final Map<String, Integer> waiting = new HashMap<>();
    private int all;
    private final ReentrantLock lock = new ReentrantLock();

    /// Runs the work when its turn comes.
    ///
    /// @throws LockedException when too many already wait, or the turn does not come in time
    <T extends @Nullable Object> T take(boolean isKnown, String address, Supplier<T> work) {
        return isKnown ? inTurn(known, work) : asStranger(GuessThrottle.network(address), work);
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
