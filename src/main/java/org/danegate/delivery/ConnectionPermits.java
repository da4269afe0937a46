package org.danegate.delivery;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// Counts open connections, including idle ones, by limit key.
final class ConnectionPermits {

    private final Map<LimitKey, Integer> open = new ConcurrentHashMap<>();

    /// Counts a connection that is about to be opened; false when it would exceed the limit.
    boolean take(LimitKey key, int limit) {
        AtomicBoolean taken = new AtomicBoolean();
        open.compute(key, (k, n) -> {
            int now = n == null ? 0 : n;
            boolean room = now < limit;
            taken.set(room);
            int then = room ? now + 1 : now;
            return then == 0 ? null : Integer.valueOf(then);
        });
        return taken.get();
    }

    /// Uncounts a connection that was closed.
    void giveBack(LimitKey key) {
        open.compute(key, (k, n) -> n == null || n <= 1 ? null : Integer.valueOf(n - 1));
    }
}
