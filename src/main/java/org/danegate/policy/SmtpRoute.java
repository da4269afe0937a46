package org.danegate.policy;

import java.util.List;
import java.util.Optional;
import org.danegate.address.DomainName;
import org.jspecify.annotations.Nullable;

/// An SMTP route: where mail for a domain goes instead of its MX hosts (seed "Rutas SMTP").
///
/// @param pattern the receiving domain; null for ALL: every domain without its own route
/// @param authentication name of the Outgoing SMTP Authentication profile for its hosts, null for none
public record SmtpRoute(
        @Nullable DomainPattern pattern,
        List<Host> hosts,
        @Nullable String authentication) {

    public SmtpRoute {
        hosts = List.copyOf(hosts);
    }

    /// A route whose hosts want no authentication.
    public SmtpRoute(@Nullable DomainPattern pattern, List<Host> hosts) {
        this(pattern, hosts, null);
    }

    /// The most specific route for a domain, whatever the order of rows: exact, longest suffix, ALL.
    public static Optional<SmtpRoute> forDomain(DomainName domain, List<SmtpRoute> routes) {
        return DomainTable.of(routes, SmtpRoute::pattern).find(domain);
    }

    /// Whether mail along the route goes to hosts that it names.
    boolean hasRelay() {
        return hosts.stream().anyMatch(Host.Relay.class::isInstance);
    }

    /// Whether DANE fails at a host of the route that it names: one where DANE is not allowed.
    public boolean failsDane() {
        return hosts.stream().anyMatch(h -> h instanceof Host.Relay relay && relay.dane() == Dane.FAIL);
    }

    /// Whether DANE can be verified at each of its hosts.
    public boolean allowsDane() {
        return hasRelay() && !failsDane();
    }

    /// What DANE does at a host that a route names.
    public enum Dane {
        /// As on the appliance: it fails in both modes (seed "Rutas SMTP").
        FAIL,
        /// The name counts as a secure choice, and the TLSA records of the host are used (RFC 7672 2.2.2).
        ALLOW
    }

    /// A destination host of a route.
    public sealed interface Host {

        /// A host with a port. As on the appliance, mail goes to the MX hosts of a name, or to the name itself
        /// if it has none. A name in brackets, or an address, is the host itself.
        ///
        /// @param host a name, a name in brackets, or an IPv4 or IPv6 address as text, with brackets or without
        /// @param port 1 to 65535
        /// @param priority 0 to 65535, lower first
        /// @param dane what DANE does here; an address has none
        /// @param mtaSts whether the MTA-STS policy of the name counts where DANE does not decide
        record Relay(String host, int port, int priority, Dane dane, boolean mtaSts) implements Host {

            public Relay {
                host = normalized(host);
            }

            /// A host whose MTA-STS policy does not count.
            public Relay(String host, int port, int priority, Dane dane) {
                this(host, port, priority, dane, false);
            }

            /// A host where DANE fails.
            public Relay(String host, int port, int priority) {
                this(host, port, priority, Dane.FAIL);
            }

            /// A name in A-labels without the final dot. A text that is no name stays as it is, and the
            /// rules refuse it.
            private static String normalized(String text) {
                boolean ascii = text.chars().allMatch(c -> c < 0x80);
                if (ascii && !text.endsWith(".")) {
                    return text;
                }
                try {
                    return DomainName.parse(text).ascii();
                } catch (IllegalArgumentException noName) {
                    return text;
                }
            }

            /// Whether the host is in brackets.
            public boolean isBracketed() {
                return host.startsWith("[") && host.endsWith("]");
            }

            /// The host without its brackets.
            public String bare() {
                return isBracketed() ? host.substring(1, host.length() - 1) : host;
            }

            /// Whether the host is meant as an IP address.
            public boolean isAddress() {
                return bare().contains(":") || NetworkAddress.looksLikeIpv4(bare());
            }
        }

        /// `USEDNS`: use the domain's MX records after all; DANE stays possible.
        record UseDns() implements Host {}

        /// `/dev/null`: messages are dropped.
        record Discard() implements Host {}
    }
}
