package org.danegate.dns.status;

import java.util.ArrayList;
import java.util.List;
import org.danegate.dns.status.ListedServer.Role;

/// Advice on the order of resolvers (seed "Administración de Varios Resueltos DNS" and "Administración del servidor DNS
/// secundario").
///
/// @param kind what is wrong
/// @param server the server it is about, empty when about all
/// @param text two or three sentences in English: what was seen, what follows, what to do
/// @param code key of the same sentences in the bundles of texts
/// @param places what fills their places
public record ResolverWarning(Kind kind, String server, String text, String code, List<String> places) {

    public ResolverWarning {
        places = List.copyOf(places);
    }

    /// What is wrong.
    public enum Kind {
        /// A server without DNSSEC is asked before or beside one with it.
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
            for (Capability poor : primaries) {
                if (poor.incapable()) {
                    primaries.stream()
                            .filter(c -> c.capable()
                                    && poor.server().priority() <= c.server().priority())
                            .findFirst()
                            .ifPresent(good -> warnings.add(priority(poor, good)));
                }
            }
        }
        servers.stream()
                .filter(c -> c.server().role() == Role.SECONDARY && c.incapable())
                .forEach(c -> warnings.add(secondary(c)));
        return List.copyOf(warnings);
    }

    private static ResolverWarning priority(Capability poor, Capability good) {
        boolean equal = poor.server().priority() == good.server().priority();
        return new ResolverWarning(
                Kind.PRIORITY,
                poor.server().name(),
                "DNS server " + poor.server().name() + " does not support DNSSEC and has "
                        + (equal ? "the same priority as " : "a higher priority (lower numeric value) than ")
                        + good.server().name()
                        + ", which does. Configure the DNSSEC-capable resolvers with a higher priority (lower numeric"
                        + " value) to avoid inconsistencies. This prevents the resolver that does not support DNSSEC"
                        + " from classifying a destination domain that supports DANE as bogus.",
                equal ? "dnsstatus.warning.equal" : "dnsstatus.warning.priority",
                List.of(poor.server().name(), good.server().name()));
    }

    private static ResolverWarning secondary(Capability poor) {
        return new ResolverWarning(
                Kind.SECONDARY,
                poor.server().name(),
                "Secondary DNS server " + poor.server().name()
                        + " does not support DNSSEC. When the DNS resolvers cannot"
                        + " be reached, DNS falls back to the secondary server, and the MX records of destination"
                        + " domains that support DANE are classified as bogus. This affects message delivery whether"
                        + " DANE is Opportunistic or Mandatory. Use a secondary resolver that is DNSSEC-capable.",
                "dnsstatus.warning.secondary",
                List.of(poor.server().name()));
    }

    private static ResolverWarning none() {
        return new ResolverWarning(
                Kind.NONE_CAPABLE,
                "",
                "No DNS server supports DNSSEC. Every destination domain that is signed is classified as bogus, and its"
                        + " messages wait whether DANE is Opportunistic or Mandatory. Configure a DNSSEC-capable"
                        + " resolver.",
                "dnsstatus.warning.none",
                List.of());
    }
}
