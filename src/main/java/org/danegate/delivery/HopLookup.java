package org.danegate.delivery;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.danegate.address.DomainName;
import org.danegate.dane.DaneDecision;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DomainEvidence;
import org.danegate.dane.HostEvidence;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.IpAddressPreference;
import org.danegate.policy.SmtpRoute;
import org.danegate.routing.DaneGathering;
import org.danegate.routing.DialOrder;
import org.danegate.routing.Route;

/// Looks up the hosts of a route one by one, as they are needed, and plans each.
final class HopLookup {

    private final DaneGathering gathering;
    private final int port;

    /// @param port port of MX hosts, and of their TLSA owner names
    HopLookup(DaneGathering gathering, int port) {
        this.gathering = gathering;
        this.port = port;
    }

    /// Hosts of an MX route, each looked up when asked for.
    List<Supplier<Hop>> mxHops(Route.Mx route, DestinationProfile profile, DaneSupport support) {
        return route.hosts().stream()
                .<Supplier<Hop>>map(h -> () -> mxHop(route, h, profile, support))
                .toList();
    }

    private Hop mxHop(Route.Mx route, Route.MxHost mx, DestinationProfile profile, DaneSupport support) {
        DomainEvidence domain = route.evidence();
        IpAddressPreference families = profile.ipAddressPreference();
        HostEvidence host = support == DaneSupport.NONE
                ? gathering.addresses(mx.host(), mx.preference(), families)
                : gathering.host(mx.host(), mx.preference(), port, families);
        SecurityStatus status = DaneDecision.addressStatus(host);
        boolean denied = status == SecurityStatus.NXDOMAIN || status == SecurityStatus.NODATA;
        DanePlan plan = denied
                ? new DanePlan.NotAsked("no address found for " + mx.host())
                : DaneDecision.plan(support, domain, host);
        List<InetAddress> addresses = DialOrder.of(host, families);
        String why = addresses.isEmpty() ? "no usable address for " + mx.host() + " (" + status + ")" : "";
        return new Hop(
                mx.host().ascii(),
                host,
                addresses,
                port,
                plan,
                profile.tls(),
                references(domain.domain(), mx.host(), route),
                why);
    }

    /// The destination, the host, and the other hosts of the destination.
    private static List<DomainName> references(DomainName domain, DomainName host, Route.Mx route) {
        return Stream.concat(Stream.of(domain, host), route.hosts().stream().map(Route.MxHost::host))
                .distinct()
                .toList();
    }

    /// The host planned anew with TLSA records asked anew; empty when that changes nothing (D-62).
    Optional<Hop> withFreshTlsa(Hop hop, DomainEvidence domain, DaneSupport support) {
        HostEvidence known = hop.dns();
        if (known == null || !(hop.plan() instanceof DanePlan.Authenticate)) {
            return Optional.empty();
        }
        HostEvidence fresh = gathering.withFreshTlsa(known);
        DanePlan plan = DaneDecision.plan(support, domain, fresh);
        return plan.equals(hop.plan())
                ? Optional.empty()
                : Optional.of(new Hop(
                        hop.name(),
                        fresh,
                        hop.addresses(),
                        hop.port(),
                        plan,
                        hop.tls(),
                        hop.references(),
                        hop.noAddress(),
                        hop.gateway()));
    }

    /// Hosts of an SMTP route. DANE takes no part: the caller has refused already where it should.
    List<Supplier<Hop>> relayHops(Route.Relay route, DestinationProfile profile, String destination) {
        return route.hosts().stream()
                .<Supplier<Hop>>map(r -> () -> relayHop(r, profile, destination))
                .toList();
    }

    private Hop relayHop(SmtpRoute.Host.Relay relay, DestinationProfile profile, String destination) {
        DanePlan plan = new DanePlan.NotAsked("SMTP route");
        boolean isAddress = relay.host().matches("[0-9.]+|.*:.*");
        if (isAddress) {
            try {
                List<InetAddress> only = List.of(InetAddress.ofLiteral(relay.host()));
                List<DomainName> names = List.of(new DomainName(destination));
                return new Hop(relay.host(), null, only, relay.port(), plan, profile.tls(), names, "");
            } catch (IllegalArgumentException e) {
                return unreachable(relay, plan, profile, relay.host() + " is not an address");
            }
        }
        DomainName name = DomainName.parse(relay.host());
        HostEvidence host = gathering.addresses(name, relay.priority(), profile.ipAddressPreference());
        List<InetAddress> addresses = DialOrder.of(host, profile.ipAddressPreference());
        String why = addresses.isEmpty()
                ? "no usable address for " + name + " (" + DaneDecision.addressStatus(host) + ")"
                : "";
        List<DomainName> names = List.of(new DomainName(destination), name);
        return new Hop(name.ascii(), host, addresses, relay.port(), plan, profile.tls(), names, why);
    }

    private static Hop unreachable(SmtpRoute.Host.Relay relay, DanePlan plan, DestinationProfile profile, String why) {
        return new Hop(relay.host(), null, List.of(), relay.port(), plan, profile.tls(), List.of(), why);
    }

    /// The host of an address literal.
    Hop literalHop(Route.Literal route, DestinationProfile profile, DaneSupport support) {
        DanePlan plan = switch (support) {
            case MANDATORY -> new DanePlan.Refuse("DANE does not apply to an address literal");
            case OPPORTUNISTIC -> new DanePlan.FallBack("DANE does not apply to an address literal");
            case NONE -> new DanePlan.NotAsked("DANE Support is None");
        };
        InetAddress address = route.address();
        return new Hop(address.getHostAddress(), null, List.of(address), port, plan, profile.tls(), List.of(), "");
    }
}
