package org.danegate.routing;

import java.net.InetAddress;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.dane.DomainEvidence;
import org.danegate.event.Trouble;
import org.danegate.policy.SmtpRoute;
import org.jspecify.annotations.Nullable;

/// Where mail for a destination goes.
public sealed interface Route {

    /// To the hosts of the MX set, or to the domain itself where there is none (implicit MX).
    ///
    /// @param hosts by preference, equal ones shuffled; never empty
    record Mx(DomainEvidence evidence, List<MxHost> hosts) implements Route {
        public Mx {
            hosts = List.copyOf(hosts);
        }
    }

    /// To the hosts of an SMTP route; DANE cannot be had on it (seed "Rutas SMTP").
    ///
    /// @param hosts by priority, equal ones shuffled
    record Relay(String routeText, List<SmtpRoute.Host.Relay> hosts) implements Route {
        public Relay {
            hosts = List.copyOf(hosts);
        }
    }

    /// To an address literal; DANE does not apply (RFC 7672 2.2).
    record Literal(InetAddress address) implements Route {}

    /// To nowhere: a `/dev/null` route.
    record Discard() implements Route {}

    /// Nowhere, and that may change: the MX lookup failed or is bogus.
    record Unresolved(DomainEvidence evidence, Trouble trouble) implements Route {}

    /// Nowhere, for good: no such domain, null MX (RFC 7505), or a loop.
    record Impossible(@Nullable DomainEvidence evidence, Trouble trouble) implements Route {}

    /// One MX host.
    record MxHost(DomainName host, int preference) {}
}
