package org.danegate.dialing;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.danegate.address.DomainName;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DomainEvidence;
import org.danegate.event.Trouble;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.SmtpRoute;
import org.danegate.sts.StsPlan;
import org.danegate.sts.StsPolicies;

/// Looks up the hosts of a route one by one, as they are needed, and plans each.
final class HopLookup {

    private final RelayTargets targets;
    private final HostPlanning planning;
    private final StsPolicies policies;

    HopLookup(RelayTargets targets, HostPlanning planning, StsPolicies policies) {
        this.targets = targets;
        this.planning = planning;
        this.policies = policies;
    }

    /// The MTA-STS policy of a destination, for one call.
    PolicyOnce policy(Route.Mx route, CallTerms terms) {
        return new PolicyOnce(policies, route.evidence().domain(), terms.sts());
    }

    /// Hosts of an MX route, each looked up when requested.
    Stream<Candidate> mxHops(Route.Mx route, CallTerms terms, PolicyOnce policy) {
        return route.hosts().stream().map(h -> new Candidate(h.host().ascii(), () -> mxHop(route, h, terms, policy)));
    }

    private Hop mxHop(Route.Mx route, Route.MxHost mx, CallTerms terms, PolicyOnce policy) {
        DomainEvidence domain = route.evidence();
        PlannedHost planned = planning.plan(domain, mx, terms.dane(), terms.families());
        StsPlan sts = planned.noWay() == null
                ? policy.planFor(planned.plan(), mx.host())
                : new StsPlan.NotAsked("the host has no usable address");
        return Hop.of(planned, planning.port(), terms.tls(), references(domain.domain(), mx.host(), route), sts);
    }

    /// The host planned again after it was refused: by other TLSA records, or by a newer MTA-STS policy. Empty when
    /// nothing has changed.
    Stream<Hop> again(Hop hop, Route.Mx route, CallTerms terms, PolicyOnce policy) {
        return hop.sts() instanceof StsPlan.Apply failed
                ? policy.again(failed).map(hop::judgedBy)
                : withOtherTlsa(hop, route.evidence(), terms.dane());
    }

    /// The reference names: the destination, the host, and the other hosts of the destination.
    private static List<DomainName> references(DomainName domain, DomainName host, Route.Mx route) {
        return Stream.concat(Stream.of(domain, host), route.hosts().stream().map(Route.MxHost::host))
                .distinct()
                .toList();
    }

    /// The host planned again with other TLSA records, queried as the stream is read; empty when none changes the
    /// plan (D-62).
    private Stream<Hop> withOtherTlsa(Hop hop, DomainEvidence domain, DaneSupport support) {
        PlannedHost known = hop.planned();
        return known == null
                ? Stream.empty()
                : planning.afresh(domain, known, support).map(hop::replanned);
    }

    /// Hosts of an SMTP route, each name looked up when requested. DANE plays no part: the caller has already
    /// refused the route if DANE forbids it.
    Stream<Candidate> relayHops(Route.Relay route, CallTerms terms) {
        return route.hosts().stream().flatMap(r -> relayHops(r, terms).map(c -> withLogin(c, route, r)));
    }

    private static Candidate withLogin(Candidate candidate, Route.Relay route, SmtpRoute.Host.Relay relay) {
        String profile = route.authentication();
        if (profile == null) {
            return candidate;
        }
        LoginTerms login = new LoginTerms(profile, relay.isAddress() ? null : DomainName.parse(relay.bare()));
        return new Candidate(candidate.name(), () -> candidate.look().get().with(login));
    }

    private Stream<Candidate> relayHops(SmtpRoute.Host.Relay relay, CallTerms terms) {
        DanePlan plan = new DanePlan.NotAsked("SMTP route");
        return switch (targets.of(relay)) {
            case RelayTarget.Address target -> {
                List<DomainName> names = List.of(new DomainName(terms.destination()));
                yield Stream.of(new Candidate(
                        relay.host(), () -> address(target.address(), relay.host(), relay.port(), plan, terms, names)));
            }
            case RelayTarget.Hosts target ->
                target.hosts().stream().map(h -> new Candidate(h.host().ascii(), () -> relayHop(relay, h, terms)));
            case RelayTarget.Nothing target ->
                Stream.of(new Candidate(
                        relay.host(),
                        () -> Hop.nowhere(relay.host(), relay.port(), plan, terms.tls(), target.trouble(), false)));
        };
    }

    private Hop relayHop(SmtpRoute.Host.Relay relay, Route.MxHost host, CallTerms terms) {
        PlannedHost planned = planning.relay(host, relay.port(), terms.families());
        List<DomainName> names = Stream.of(
                        new DomainName(terms.destination()), DomainName.parse(relay.bare()), host.host())
                .distinct()
                .toList();
        return Hop.of(planned, relay.port(), terms.tls(), names);
    }

    /// The host of an address literal.
    Hop literalHop(Route.Literal route, CallTerms terms) {
        DanePlan plan = switch (terms.dane()) {
            case MANDATORY -> new DanePlan.Refuse("DANE does not apply to an address literal");
            case OPPORTUNISTIC -> new DanePlan.FallBack("DANE does not apply to an address literal");
            case NONE -> new DanePlan.NotAsked("DANE Support is None");
        };
        InetAddress address = route.address();
        return address(address, address.getHostAddress(), planning.port(), plan, terms, List.of());
    }

    private Hop address(
            InetAddress address, String name, int port, DanePlan plan, CallTerms terms, List<DomainName> references) {
        Optional<Trouble> loop = planning.backToUs(address, port);
        return loop.isPresent()
                ? Hop.nowhere(name, port, plan, terms.tls(), loop.get(), true)
                : Hop.at(name, address, port, plan, terms.tls(), references);
    }
}
