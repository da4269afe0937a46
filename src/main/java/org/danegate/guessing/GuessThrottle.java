package org.danegate.guessing;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// Slows down password guessing. Failures are counted by user and address together, so that nobody can lock a user out
/// from elsewhere, and by address only, so that trying one password on many names is slowed too. Where a limit is set,
/// they are also counted by user only, so that many addresses do not multiply the guesses; an address from which the
/// user has signed in is free of that. The counts are in memory and bounded: above the bound, the count unused for
/// longest is dropped. Thread-safe.
public final class GuessThrottle {

    /// Failures of one user from one address before waiting begins.
    public static final int FREE_BY_USER = 5;
    /// Failures from one address before waiting begins.
    public static final int FREE_BY_ADDRESS = 30;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(15);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    private static final int MOST_DOUBLINGS = 6;

    private final InstantSource clock;
    private final int capacity;
    private final int freeByUserAnywhere;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Failures> counts = new LinkedHashMap<>(64, 0.75f, true);

    private final Map<String, Boolean> known = new LinkedHashMap<>(64, 0.75f, true);

    private record Failures(int count, Instant last) {}

    /// Counts by user and address, and by address.
    ///
    /// @param capacity the most counts that are kept
    public GuessThrottle(InstantSource clock, int capacity) {
        this(clock, capacity, Integer.MAX_VALUE);
    }

    /// Counts by user only as well.
    ///
    /// @param capacity the most counts that are kept
    /// @param freeByUserAnywhere failures of one user from all addresses before waiting begins
    public GuessThrottle(InstantSource clock, int capacity, int freeByUserAnywhere) {
        this.clock = clock;
        this.capacity = capacity;
        this.freeByUserAnywhere = freeByUserAnywhere;
    }

    /// How long the next attempt must wait; zero when it may be made now.
    ///
    /// @param from address, or another name of the place
    public Duration waitFor(String user, String from) {
        lock.lock();
        try {
            Duration byUser = remaining(byUser(user, from), FREE_BY_USER);
            if (known.containsKey(byUser(user, from))) {
                return byUser;
            }
            Duration byAddress = remaining(byAddress(from), FREE_BY_ADDRESS);
            Duration anywhere = remaining(anywhere(user), freeByUserAnywhere);
            return Collections.max(List.of(byUser, byAddress, anywhere));
        } finally {
            lock.unlock();
        }
    }

    /// Counts a failed attempt.
    public void failed(String user, String from) {
        lock.lock();
        try {
            count(byUser(user, from));
            count(byAddress(from));
            if (freeByUserAnywhere < Integer.MAX_VALUE) {
                count(anywhere(user));
            }
            bound(counts.keySet().iterator(), counts.size());
        } finally {
            lock.unlock();
        }
    }

    /// Forgets the failures of the user from the address, and remembers that the user signs in from there: others'
    /// failures from the address no longer count against this user.
    public void succeeded(String user, String from) {
        lock.lock();
        try {
            counts.remove(byUser(user, from));
            known.put(byUser(user, from), true);
            bound(known.keySet().iterator(), known.size());
        } finally {
            lock.unlock();
        }
    }

    /// Whether the user has signed in from there since the start.
    public boolean knows(String user, String from) {
        lock.lock();
        try {
            return known.containsKey(byUser(user, from));
        } finally {
            lock.unlock();
        }
    }

    private void bound(Iterator<String> oldest, int size) {
        for (int left = size; left > capacity && oldest.hasNext(); left--) {
            oldest.next();
            oldest.remove();
        }
    }

    /// What counts as one address: for IPv6 the first 64 bits, because an owner of one such address has 2^64
    /// of them.
    public static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            byte[] octets = InetAddress.ofLiteral(address).getAddress();
            return octets.length == 16 ? HexFormat.of().formatHex(octets, 0, 8) + "::/64" : address;
        } catch (IllegalArgumentException noAddress) {
            return address;
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
        return network(address) + anywhere(user);
    }

    private static String anywhere(String user) {
        String shortened = user.length() > 64 ? user.substring(0, 64) : user;
        return ' ' + shortened.toLowerCase(Locale.ROOT);
    }

    private static String byAddress(String address) {
        return network(address);
    }
}
