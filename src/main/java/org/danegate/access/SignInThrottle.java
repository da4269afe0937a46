package org.danegate.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// Slows down guessing of passwords. Failures are counted by user and address together, so that nobody can lock an
/// administrator out from elsewhere, and by address alone, so that trying one password on many names is slowed too.
/// In memory and bounded: past the bound the longest unused count is forgotten.
final class SignInThrottle {

    /// Failures of one user from one address before waiting begins.
    static final int FREE_BY_USER = 5;
    /// Failures from one address before waiting begins.
    static final int FREE_BY_ADDRESS = 30;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(15);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    private static final int MOST_DOUBLINGS = 6;

    private final InstantSource clock;
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Failures> counts = new LinkedHashMap<>(64, 0.75f, true);

    private record Failures(int count, Instant last) {}

    SignInThrottle(InstantSource clock, int capacity) {
        this.clock = clock;
        this.capacity = capacity;
    }

    /// How long the next attempt must wait; zero when it may be made now.
    Duration waitFor(String user, String address) {
        lock.lock();
        try {
            Duration byUser = remaining(byUser(user, address), FREE_BY_USER);
            Duration byAddress = remaining(byAddress(address), FREE_BY_ADDRESS);
            return byUser.compareTo(byAddress) >= 0 ? byUser : byAddress;
        } finally {
            lock.unlock();
        }
    }

    /// Counts a failed attempt.
    void failed(String user, String address) {
        lock.lock();
        try {
            count(byUser(user, address));
            count(byAddress(address));
            var oldest = counts.keySet().iterator();
            while (counts.size() > capacity && oldest.hasNext()) {
                oldest.next();
                oldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Forgets the failures of the user from the address.
    void succeeded(String user, String address) {
        lock.lock();
        try {
            counts.remove(byUser(user, address));
        } finally {
            lock.unlock();
        }
    }

    /// Number of counts kept.
    int size() {
        lock.lock();
        try {
            return counts.size();
        } finally {
            lock.unlock();
        }
    }

    private void count(String key) {
        Instant now = clock.instant();
        Failures before = counts.get(key);
        int so = before == null || before.last().plus(LONGEST_WAIT).isBefore(now) ? 0 : before.count();
        counts.put(key, new Failures(so + 1, now));
    }

    private Duration remaining(String key, int free) {
        Failures failures = counts.get(key);
        if (failures == null || failures.count() < free) {
            return Duration.ZERO;
        }
        int doublings = Math.min(failures.count() - free, MOST_DOUBLINGS);
        Duration wait = FIRST_WAIT.multipliedBy(1L << doublings);
        Duration capped = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
        Duration left = Duration.between(clock.instant(), failures.last().plus(capped));
        return left.isPositive() ? left : Duration.ZERO;
    }

    private static String byUser(String user, String address) {
        String shortened = user.length() > 64 ? user.substring(0, 64) : user;
        return address + ' ' + shortened.toLowerCase(Locale.ROOT);
    }

    private static String byAddress(String address) {
        return address;
    }
}
