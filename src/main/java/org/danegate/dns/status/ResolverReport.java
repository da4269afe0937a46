package org.danegate.dns.status;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The result of the last probe of all resolvers.
///
/// @param servers in the order they are queried
/// @param warnings advice on their order
/// @param checkedAt null before the first probe
public record ResolverReport(
        List<Capability> servers,
        List<ResolverWarning> warnings,
        @Nullable Instant checkedAt) {

    /// Nothing has been probed yet.
    static final ResolverReport NONE = new ResolverReport(List.of(), List.of(), null);

    public ResolverReport {
        servers = List.copyOf(servers);
        warnings = List.copyOf(warnings);
    }

    /// What is known about the server at the same address and port, wherever it was listed, if it answered.
    Optional<Capability> of(ListedServer server) {
        return servers.stream()
                .filter(c -> c.reachable()
                        && c.server().address().equals(server.address())
                        && c.server().port() == server.port())
                .findFirst()
                .map(c -> c.as(server));
    }
}
