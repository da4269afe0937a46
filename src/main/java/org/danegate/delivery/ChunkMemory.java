package org.danegate.delivery;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/// Peers that offer CHUNKING and do not get on with it: mail to them goes by DATA for a while.
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

    /// Whether a peer may be sent chunks.
    boolean allows(Connection.Seat seat) {
        Instant end = until.get(peer(seat));
        return end == null || !clock.instant().isBefore(end);
    }

    /// A peer refused a chunk or fell silent over it.
    void refused(Connection.Seat seat) {
        until.put(peer(seat), clock.instant().plus(KEPT));
    }

    private static InetSocketAddress peer(Connection.Seat seat) {
        return new InetSocketAddress(seat.address(), seat.port());
    }
}
