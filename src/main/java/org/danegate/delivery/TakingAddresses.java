package org.danegate.delivery;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Which addresses took a message, and when.
final class TakingAddresses {

    private static final int MOST = 10_000;
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final Map<InetSocketAddress, Long> last = new ConcurrentHashMap<>();

    void took(InetSocketAddress address) {
        long now = System.nanoTime();
        if (last.size() >= MOST) {
            last.values().removeIf(took -> now - took > REMEMBERED.toNanos());
        }
        last.put(address, now);
    }

    /// Whether it was not longer ago than that.
    boolean lately(InetSocketAddress address, Duration ago) {
        Long took = last.get(address);
        return took != null && System.nanoTime() - took <= ago.toNanos();
    }
}
