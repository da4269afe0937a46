package org.danegate.listener;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Counts clients that found no free place, and reports all of some seconds in one line.
final class TurnedAway {

    private static final long PACE = Duration.ofSeconds(10).toNanos();

    private final AtomicLong number = new AtomicLong();
    private volatile @Nullable InetAddress last;
    private long told = Deadline.now() - PACE;

    void add(InetAddress client) {
        last = client;
        number.incrementAndGet();
    }

    /// The line to report now; null for none. For one thread.
    @Nullable
    String words(String listener) {
        if (number.get() == 0 || Deadline.now() - told < PACE) {
            return null;
        }
        told = Deadline.now();
        InetAddress client = last;
        return "Listener " + listener + " turned away " + number.getAndSet(0)
                + " connections: too many at once, the last from "
                + (client == null ? "unknown" : client.getHostAddress());
    }
}
