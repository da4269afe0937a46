package org.danegate.delivery;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

/// Records which addresses accepted a message, and when.
final class TakingAddresses {

    private static final int MOST = 10_000;

    private final Map<InetSocketAddress, Long> last = Caffeine.newBuilder()
            .maximumSize(MOST)
            .executor(Runnable::run)
            .<InetSocketAddress, Long>build()
            .asMap();

    void took(InetSocketAddress address) {
        last.put(address, System.nanoTime());
    }

    /// Whether the address accepted a message within the given time.
    boolean lately(InetSocketAddress address, Duration ago) {
        Long took = last.get(address);
        return took != null && System.nanoTime() - took <= ago.toNanos();
    }
}
