package org.danegate.dns.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.danegate.dns.status.ListedServer.Role;
import org.danegate.wording.Wording;

/// Advice on the order of resolvers (seed "Administración de Varios Resueltos DNS" and "Administración del servidor DNS
/// secundario").
///
/// @param kind what is wrong
/// @param server the affected server; empty when all are affected
/// @param wording two or three sentences: what was seen, what follows, what to do
public record ResolverWarning(Kind kind, String server, Wording wording) {

    /// The sentences in English, for logs, alerts and scripts.
    public String text() {
        return wording.english();
    }

    /// What is wrong.
    public enum Kind {
        /// A server without DNSSEC is queried before one with it, or at the same priority.
        PRIORITY,
        /// A secondary server has no DNSSEC.
        SECONDARY,
        /// No server has DNSSEC.
        NONE_CAPABLE
    }

    /// Judges the servers of one configuration.
    public static List<ResolverWarning> of(List<Capability> servers) {
        List<Capability> primaries = servers.stream()
                .filter(c -> c.server().role() == Role.SERVER || c.server().role() == Role.SYSTEM)
                .toList();
        List<ResolverWarning> warnings = new ArrayList<>();
        if (primaries.stream().noneMatch(Capability::capable)) {
            if (primaries.stream().anyMatch(Capability::incapable)) {
                warnings.add(none());
            }
        } else {
            primaries.stream()
                    .filter(Capability::incapable)
                    .flatMap(poor -> betterAfter(poor, primaries).map(good -> priority(poor, good)).stream())
                    .forEach(warnings::add);
        }
        servers.stream()
                .filter(c -> c.server().role() == Role.SECONDARY && c.incapable())
                .forEach(c -> warnings.add(secondary(c)));
        return List.copyOf(warnings);
    }

    /// The first server with DNSSEC that is not queried before one without.
    private static Optional<Capability> betterAfter(Capability poor, List<Capability> primaries) {
        return primaries.stream()
                .filter(c ->
                        c.capable() && poor.server().priority() <= c.server().priority())
                .findFirst();
    }

    private static ResolverWarning priority(Capability poor, Capability good) {
        boolean equal = poor.server().priority() == good.server().priority();
        String server = poor.server().name();
        return new ResolverWarning(
                Kind.PRIORITY,
                server,
                Wording.of(
                        equal ? "dns.resolver.equal" : "dns.resolver.before",
                        server,
                        good.server().name()));
    }

    private static ResolverWarning secondary(Capability poor) {
        String server = poor.server().name();
        return new ResolverWarning(Kind.SECONDARY, server, Wording.of("dns.resolver.secondary", server));
    }

    private static ResolverWarning none() {
        return new ResolverWarning(Kind.NONE_CAPABLE, "", Wording.of("dns.resolver.none"));
    }
}
