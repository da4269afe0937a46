package org.danegate.delivery;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// Open connections by what the limit counts, idle ones too.
final class ConnectionPermits {

    private final Map<LimitKey, Integer> open = new ConcurrentHashMap<>();

    /// Counts a connection about to be opened, unless that would be one too many.
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

    /// The connection is closed.
    void giveBack(LimitKey key) {
        open.compute(key, (k, n) -> n == null || n <= 1 ? null : Integer.valueOf(n - 1));
    }
}
