package org.danegate.policy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.danegate.address.DomainName;
import org.jspecify.annotations.Nullable;

/// The resolvers to ask, and their order (seed "Administración de Varios Resueltos DNS").
///
/// @param servers asked by priority, lower value first; equal priorities share the load; empty: the system's resolvers
/// @param secondaryServers asked only when none of the servers can be reached
/// @param alternateServers servers for single domains and their subdomains
/// @param useRootServers true: resolve from the root, without the servers above
/// @param timeout for each query to a server; null: the appliance's schedule by number of priorities
/// @param trustAnchorFile DS or DNSKEY records of the root in zone-file form; null: the built-in IANA anchors
/// @param sha1Signatures what signatures with SHA-1 are worth
public record DnsSettings(
        List<Server> servers,
        List<Server> secondaryServers,
        List<AlternateServer> alternateServers,
        boolean useRootServers,
        @Nullable Duration timeout,
        @Nullable Path trustAnchorFile,
        Sha1Signatures sha1Signatures) {

    public DnsSettings {
        servers = List.copyOf(servers);
        secondaryServers = List.copyOf(secondaryServers);
        alternateServers = List.copyOf(alternateServers);
    }

    /// Settings with SHA-1 signatures unsupported.
    public DnsSettings(
            List<Server> servers,
            List<Server> secondaryServers,
            List<AlternateServer> alternateServers,
            boolean useRootServers,
            @Nullable Duration timeout,
            @Nullable Path trustAnchorFile) {
        this(
                servers,
                secondaryServers,
                alternateServers,
                useRootServers,
                timeout,
                trustAnchorFile,
                Sha1Signatures.UNSUPPORTED);
    }

    /// The same with another worth of SHA-1 signatures.
    public DnsSettings with(Sha1Signatures worth) {
        return new DnsSettings(
                servers, secondaryServers, alternateServers, useRootServers, timeout, trustAnchorFile, worth);
    }

    /// System resolvers, built-in anchors.
    public static DnsSettings defaults() {
        return new DnsSettings(List.of(), List.of(), List.of(), false, null, null);
    }

    /// A resolver.
    ///
    /// @param address IPv4 or IPv6 address as text, never a name
    /// @param port 1 to 65535
    /// @param priority 0 to 65535, lower is asked first
    public record Server(String address, int port, int priority) {}

    /// A resolver for one domain.
    public record AlternateServer(DomainName domain, String address, int port) {}
}
