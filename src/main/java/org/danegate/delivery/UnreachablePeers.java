package org.danegate.delivery;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.danegate.dialing.Hop;

/// Remembers for a moment which peers could not be reached, so that other hosts are tried first. Thread-safe.
final class UnreachablePeers {

    private static final Duration UNREACHABLE = Duration.ofMinutes(1);
    private static final int MOST = 10_000;

    /// A gateway and the peer that it connects to.
    private record Way(String gateway, InetSocketAddress peer) {

        static Way of(Hop hop, InetAddress address) {
            return new Way(hop.gateway().name(), new InetSocketAddress(address, hop.port()));
        }
    }

    private final InstantSource clock;
    private final Map<Way, Instant> unreachable = Caffeine.newBuilder()
            .maximumSize(MOST)
            .executor(Runnable::run)
            .<Way, Instant>build()
            .asMap();

    UnreachablePeers(InstantSource clock) {
        this.clock = clock;
    }

    /// Records whether an address could be reached.
    void record(Hop hop, InetAddress address, boolean reached) {
        Way way = Way.of(hop, address);
        if (reached) {
            unreachable.remove(way);
        } else {
            unreachable.put(way, clock.instant().plus(UNREACHABLE));
        }
    }

    /// Whether every address of the hop was unreachable when tried a moment ago: other hosts are tried first.
    boolean all(Hop hop) {
        Instant now = clock.instant();
        return !hop.addresses().isEmpty()
                && hop.addresses().stream()
                        .map(a -> unreachable.get(Way.of(hop, a)))
                        .allMatch(until -> until != null && until.isAfter(now));
    }
}
