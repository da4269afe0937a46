package org.danegate.alert;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.event.DeliveryEvent;
import org.danegate.wording.Wording;

/// What the rules remember about destinations: since when each one is down, where required TLS failed last, and how
/// many recipients expired within an hour. Events write it, the watch reads it.
final class PastOfDestinations {

    /// Destinations remembered of each sort. More than these are in trouble only when everything is.
    private static final int MOST = 10_000;

    private static final int MINUTES = 60;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Instant> down = new HashMap<>();
    private final Map<String, DeliveryEvent.TlsFailed> refused = new HashMap<>();
    private final Set<String> mended = new HashSet<>();
    private final Map<Long, Map<String, Integer>> expired = new LinkedHashMap<>();
    private final Map<DestinationRule, Set<String>> together = new EnumMap<>(DestinationRule.class);

    /// Takes in a failed connection where TLS was required.
    void tlsFailed(DeliveryEvent.TlsFailed failed) {
        lock.lock();
        try {
            mended.remove(failed.destination());
            if (refused.size() < MOST || refused.containsKey(failed.destination())) {
                refused.put(failed.destination(), failed);
            }
        } finally {
            lock.unlock();
        }
    }

    void tlsSucceeded(String domain) {
        lock.lock();
        try {
            refused.remove(domain);
            if (mended.size() < MOST) {
                mended.add(domain);
            }
        } finally {
            lock.unlock();
        }
    }

    void expired(Instant at, String domain) {
        lock.lock();
        try {
            Map<String, Integer> minute = expired.computeIfAbsent(minute(at), m -> new HashMap<>());
            minute.merge(minute.size() < MOST || minute.containsKey(domain) ? domain : Finding.MANY, 1, Integer::sum);
            expired.keySet().removeIf(m -> m <= minute(at) - MINUTES);
        } finally {
            lock.unlock();
        }
    }

    private static long minute(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), 60);
    }

    /// Recipients that expired within the last hour, by destination.
    Map<String, Integer> expired(Instant now) {
        Map<String, Integer> sum = new HashMap<>();
        lock.lock();
        try {
            expired.keySet().removeIf(m -> m <= minute(now) - MINUTES);
            expired.values().forEach(of -> of.forEach((domain, n) -> sum.merge(domain, n, Integer::sum)));
        } finally {
            lock.unlock();
        }
        return sum;
    }

    /// Notes which destinations are down now and forgets those for which nothing waits any more.
    void note(List<DestinationState> states, Instant now) {
        lock.lock();
        try {
            Set<String> waiting = new HashSet<>();
            Set<String> isDown = new HashSet<>();
            for (DestinationState state : states) {
                waiting.add(state.domain());
                if (state.isDown()) {
                    isDown.add(state.domain());
                    down.putIfAbsent(state.domain(), now);
                }
            }
            down.keySet().retainAll(isDown);
            refused.keySet().retainAll(waiting);
            mended.retainAll(waiting);
        } finally {
            lock.unlock();
        }
    }

    /// Notes the destinations that one alert reports together.
    void keepTogether(DestinationRule rule, Set<String> domains) {
        lock.lock();
        try {
            together.put(rule, domains);
        } finally {
            lock.unlock();
        }
    }

    /// Whether a destination was reported together with others. When nobody knows, any may be.
    boolean isAmong(DestinationRule rule, String domain) {
        lock.lock();
        try {
            Set<String> domains = together.get(rule);
            return domains == null || domains.contains(domain);
        } finally {
            lock.unlock();
        }
    }

    /// Since when a destination is known to be down; `now` when it is not.
    Instant downSince(String domain, Instant now) {
        lock.lock();
        try {
            return down.getOrDefault(domain, now);
        } finally {
            lock.unlock();
        }
    }

    DestinationRule.Verdict requiredTls(String domain) {
        lock.lock();
        try {
            return refused.containsKey(domain)
                    ? DestinationRule.Verdict.AFFECTED
                    : mended.contains(domain) ? DestinationRule.Verdict.CLEAR : DestinationRule.Verdict.STAYS;
        } finally {
            lock.unlock();
        }
    }

    /// The sentence about the last failure of required TLS at a destination.
    Wording requiredTlsWording(String code, DestinationState state) {
        lock.lock();
        try {
            DeliveryEvent.TlsFailed failed = refused.get(state.domain());
            return failed == null
                    ? Wording.of(code, state.domain(), state.domain(), state.lastError())
                    : Wording.of(code, state.domain(), host(failed), failed.reason());
        } finally {
            lock.unlock();
        }
    }

    private static String host(DeliveryEvent.TlsFailed failed) {
        return failed.remote() == null
                ? failed.host()
                : failed.host() + " (" + failed.remote().getHostAddress() + ")";
    }
}
