package org.danegate.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import org.danegate.address.AddressText;
import org.jspecify.annotations.Nullable;

/// How a resolver has responded so far.
///
/// @param server address and port
/// @param reachable result of the last query; null before the first
/// @param latency of the last answer, null before the first
/// @param dnssec false when the last answer came without EDNS, and so cannot carry DNSSEC; null before the first
/// @param since when `reachable` last changed, null before the first query
/// @param restsUntil until when it is skipped because it did not answer; null while it is queried
public record ServerHealth(
        String server,
        @Nullable Boolean reachable,
        @Nullable Duration latency,
        @Nullable Boolean dnssec,
        @Nullable Instant since,
        @Nullable Instant restsUntil) {

    /// The name of a server on pages and in the log: its address, with the port when it is not 53.
    public static String name(InetSocketAddress server) {
        return server.getPort() == 53
                ? AddressText.of(server.getAddress())
                : AddressText.withPort(server.getAddress(), server.getPort());
    }
}
