package org.danegate.dialing;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.danegate.address.DomainName;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DomainEvidence;
import org.danegate.dane.HostChoice;
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
        PlannedHost planned =
                planning.plan(domain, mx, terms.dane(), terms.families()).under(terms);
        StsPlan sts = planned.noWay() == null
                ? policy.planFor(planned.plan(), mx.host())
                : new StsPlan.NotAsked("the host has no usable address");
        return Hop.of(planned, planning.port(), terms.tls(), references(domain.domain(), mx.host(), route), sts);
    }

    /// The host planned again after it was refused: by other TLSA records, or by a newer MTA-STS policy. Empty when
    /// nothing has changed.
    Stream<Hop> again(Hop hop, CallTerms terms, PolicyOnce policy) {
        return hop.sts() instanceof StsPlan.Apply failed
                ? policy.again(failed).map(hop::judgedBy)
                : withOtherTlsa(hop, terms.dane());
    }

    /// The same for a host of an SMTP route.
    Stream<Hop> againAtRelay(Hop hop, CallTerms terms) {
        return hop.sts() instanceof StsPlan.Apply failed
                ? again(hop, terms, new PolicyOnce(policies, failed.standing().domain(), true))
                : withOtherTlsa(hop, terms.dane());
    }

    /// The reference names: the destination, the host, and the other hosts of the destination.
    private static List<DomainName> references(DomainName domain, DomainName host, Route.Mx route) {
        return Stream.concat(Stream.of(domain, host), route.hosts().stream().map(Route.MxHost::host))
                .distinct()
                .toList();
    }

    /// The host planned again with other TLSA records, queried as the stream is read; empty when none changes the
    /// plan (D-62).
    Stream<Hop> withOtherTlsa(Hop hop, DaneSupport support) {
        PlannedHost known = hop.planned();
        return known == null ? Stream.empty() : planning.afresh(known, support).map(hop::replanned);
    }

    /// Hosts of an SMTP route, each name looked up when requested. DANE fails at each host where the route does not
    /// allow it.
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
        DaneSupport support = terms.dane();
        if (support != DaneSupport.NONE && relay.dane() == SmtpRoute.Dane.FAIL) {
            Trouble fails = Troubles.routeWithoutDane(relay.host());
            return Stream.of(nowhere(relay, new DanePlan.Refuse(fails.text()), terms, fails));
        }
        return switch (targets.of(relay, support != DaneSupport.NONE)) {
            case RelayTarget.Address target -> {
                DanePlan plan = support == DaneSupport.NONE
                        ? new DanePlan.NotAsked("SMTP route")
                        : withoutDane(support, "DANE does not apply to an address in an SMTP route");
                List<DomainName> names = List.of(new DomainName(terms.destination()));
                yield Stream.of(new Candidate(
                        relay.host(), () -> address(target.address(), relay.host(), relay.port(), plan, terms, names)));
            }
            case RelayTarget.Hosts target -> {
                RelayPolicy policy = RelayPolicy.of(relay, terms, policies);
                yield target.hosts().stream()
                        .map(h -> new Candidate(
                                h.host().ascii(), () -> relayHop(relay, target.choice(), h, terms, policy)));
            }
            case RelayTarget.Nothing target -> Stream.of(nowhere(relay, target, terms));
        };
    }

    /// A host without an address. Where DANE is asked for, a failed MX lookup takes the row of BOGUS.
    private static Candidate nowhere(SmtpRoute.Host.Relay relay, RelayTarget.Nothing target, CallTerms terms) {
        DanePlan plan = target.unresolved() && terms.dane() != DaneSupport.NONE
                ? new DanePlan.Refuse(target.trouble().text())
                : new DanePlan.NotAsked("SMTP route");
        return nowhere(relay, plan, terms, target.trouble());
    }

    private static Candidate nowhere(SmtpRoute.Host.Relay relay, DanePlan plan, CallTerms terms, Trouble why) {
        return new Candidate(
                relay.host(), () -> Hop.nowhere(relay.host(), relay.port(), plan, terms.tls(), why, false));
    }

    private Hop relayHop(
            SmtpRoute.Host.Relay relay, HostChoice choice, Route.MxHost host, CallTerms terms, RelayPolicy policy) {
        PlannedHost planned = planning.relay(choice, host, relay.port(), terms.dane(), terms.families())
                .under(terms);
        List<DomainName> names = Stream.of(
                        new DomainName(terms.destination()), DomainName.parse(relay.bare()), host.host())
                .distinct()
                .toList();
        StsPlan sts = policy.planFor(planned, host.host());
        return Hop.of(planned, relay.port(), terms.tls(), names, sts);
    }

    /// The plan where DANE cannot apply.
    private static DanePlan withoutDane(DaneSupport support, String why) {
        return switch (support) {
            case MANDATORY -> new DanePlan.Refuse(why);
            case OPPORTUNISTIC -> new DanePlan.FallBack(why);
            case NONE -> new DanePlan.NotAsked("DANE Support is None");
        };
    }

    /// The host of an address literal.
    Hop literalHop(Route.Literal route, CallTerms terms) {
        DanePlan plan = withoutDane(terms.dane(), "DANE does not apply to an address literal");
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
