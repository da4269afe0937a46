package org.danegate.dialing;

import java.net.InetAddress;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.dane.DomainEvidence;
import org.danegate.event.Trouble;
import org.danegate.policy.SmtpRoute;
import org.jspecify.annotations.Nullable;

/// Where mail for a destination goes.
public sealed interface Route {

    /// The route by the MX records of a destination, without any SMTP route.
    sealed interface ByMx extends Route {}

    /// To the hosts of the MX set, or to the domain itself when there is none (implicit MX).
    ///
    /// @param hosts by preference, equal ones shuffled; never empty
    /// @param leftOut MX records that are not used, by preference
    record Mx(DomainEvidence evidence, List<MxHost> hosts, List<LeftOut> leftOut) implements ByMx {
        public Mx {
            hosts = List.copyOf(hosts);
            leftOut = List.copyOf(leftOut);
        }
    }

    /// To the hosts of an SMTP route; DANE is possible only where it allows it (seed "Rutas SMTP").
    ///
    /// @param hosts by priority, equal ones shuffled
    /// @param authentication name of the Outgoing SMTP Authentication profile, null for none
    record Relay(
            String routeText,
            List<SmtpRoute.Host.Relay> hosts,
            @Nullable String authentication) implements Route {
        public Relay {
            hosts = List.copyOf(hosts);
        }

        /// Whether DANE is allowed at one of its hosts.
        public boolean allowsDane() {
            return hosts.stream().anyMatch(h -> h.dane() == SmtpRoute.Dane.ALLOW);
        }

        /// A route whose hosts want no authentication.
        public Relay(String routeText, List<SmtpRoute.Host.Relay> hosts) {
            this(routeText, hosts, null);
        }
    }

    /// To an address literal; DANE does not apply (RFC 7672 2.2).
    record Literal(InetAddress address) implements Route {}

    /// To nowhere: a `/dev/null` route.
    record Discard() implements Route {}

    /// Nowhere for now: the MX lookup failed or is bogus.
    record Unresolved(DomainEvidence evidence, Trouble trouble) implements ByMx {}

    /// Nowhere, permanently: no such domain, null MX (RFC 7505), no usable MX host, or a loop.
    ///
    /// @param leftOut MX records that are not used, by preference
    record Impossible(@Nullable DomainEvidence evidence, Trouble trouble, List<LeftOut> leftOut) implements ByMx {
        public Impossible {
            leftOut = List.copyOf(leftOut);
        }

        Impossible(@Nullable DomainEvidence evidence, Trouble trouble) {
            this(evidence, trouble, List.of());
        }
    }

    /// One MX host.
    record MxHost(DomainName host, int preference) {}

    /// An MX record that is not used, although others of the set may be.
    ///
    /// @param target as DNS writes it
    /// @param why the rest of a sentence that begins with the name, such as `is an IP address, not a host name`
    record LeftOut(String target, int preference, String why) {

        /// The whole sentence, without a full stop.
        public String text() {
            return target + " " + why;
        }
    }
}
