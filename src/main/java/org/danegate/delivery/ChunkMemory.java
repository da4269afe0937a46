package org.danegate.delivery;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/// Remembers peers that offer CHUNKING but fail with it: mail to them is sent with DATA for a while.
final class ChunkMemory {

    /// How long a peer is remembered.
    static final Duration KEPT = Duration.ofHours(1);

    private static final int MOST = 10_000;

    private final InstantSource clock;
    private final Map<InetSocketAddress, Instant> until = Caffeine.newBuilder()
            .maximumSize(MOST)
            .executor(Runnable::run)
            .<InetSocketAddress, Instant>build()
            .asMap();

    ChunkMemory(InstantSource clock) {
        this.clock = clock;
    }

    /// Whether chunks may be sent to a peer.
    boolean allows(Connection.Seat seat) {
        Instant end = until.get(peer(seat));
        return end == null || !clock.instant().isBefore(end);
    }

    /// Records that a peer refused a chunk or stopped responding after one.
    void refused(Connection.Seat seat) {
        until.put(peer(seat), clock.instant().plus(KEPT));
    }

    private static InetSocketAddress peer(Connection.Seat seat) {
        return new InetSocketAddress(seat.address(), seat.port());
    }
}
