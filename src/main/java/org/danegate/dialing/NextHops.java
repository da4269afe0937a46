package org.danegate.dialing;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.danegate.address.DomainName;
import org.danegate.address.MailDestination;
import org.danegate.dane.DomainEvidence;
import org.danegate.dialing.Route.MxHost;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.MxRecord;
import org.danegate.event.Trouble;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.SmtpRoute;

/// Finds the next hops of a destination: SMTP route first, else MX (RFC 5321 5.1).
final class NextHops {

    private static final Pattern LITERAL = Pattern.compile("\\[(ipv6:)?([0-9a-f:.]+)]");
    private static final Pattern QUAD = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    private final DaneGathering gathering;
    private final DomainName self;

    /// @param gathering lookups
    /// @param self this host's own name: MX hosts of equal or worse preference than it are dropped
    NextHops(DaneGathering gathering, DomainName self) {
        this.gathering = gathering;
        this.self = self;
    }

    /// Where mail for the destination goes now, if DANE may apply.
    ///
    /// @param destination domain as A-labels, or an address literal in brackets
    Route of(String destination, List<SmtpRoute> routes) {
        return of(destination, routes, DaneSupport.OPPORTUNISTIC);
    }

    /// Where mail for the destination goes now.
    ///
    /// @param destination domain as A-labels, or an address literal in brackets
    /// @param support under None, no security was promised, so a resolver that drops DNSSEC data is believed
    Route of(String destination, List<SmtpRoute> routes, DaneSupport support) {
        return switch (MailDestination.of(destination)) {
            case MailDestination.Literal literal -> literal(literal.text());
            case MailDestination.Domain domain -> ofDomain(domain.name(), routes, support);
        };
    }

    private Route ofDomain(DomainName domain, List<SmtpRoute> routes, DaneSupport support) {
        Optional<SmtpRoute> route = SmtpRoute.forDomain(domain, routes);
        return route.isPresent() ? alongRoute(route.get(), domain, support) : byMx(domain, support);
    }

    private Route alongRoute(SmtpRoute route, DomainName domain, DaneSupport support) {
        List<SmtpRoute.Host.Relay> relays = new ArrayList<>();
        for (SmtpRoute.Host host : route.hosts()) {
            switch (host) {
                case SmtpRoute.Host.UseDns u -> {
                    return byMx(domain, support);
                }
                case SmtpRoute.Host.Discard d -> {
                    return new Route.Discard();
                }
                case SmtpRoute.Host.Relay relay -> relays.add(relay);
            }
        }
        Collections.shuffle(relays);
        relays.sort(Comparator.comparingInt(SmtpRoute.Host.Relay::priority));
        String pattern = route.pattern() == null ? "ALL" : route.pattern().toString();
        return new Route.Relay(pattern + " → " + texts(relays), relays, route.authentication());
    }

    private static String texts(List<SmtpRoute.Host.Relay> relays) {
        return String.join(
                ", ", relays.stream().map(r -> r.host() + ":" + r.port()).toList());
    }

    private static Route literal(String destination) {
        Matcher matcher = LITERAL.matcher(destination);
        if (matcher.matches()) {
            try {
                // Four parts only: the platform reads shorter forms as addresses, RFC 5321 4.1.3
                // does not.
                String text = matcher.group(2);
                boolean ipv4 = matcher.group(1) == null;
                if (!ipv4 || QUAD.matcher(text).matches()) {
                    return new Route.Literal(ipv4 ? Inet4Address.ofLiteral(text) : Inet6Address.ofLiteral(text));
                }
            } catch (IllegalArgumentException e) {
                return new Route.Impossible(null, RoutingTroubles.badHost(destination + " is not an address"));
            }
        }
        return new Route.Impossible(null, RoutingTroubles.badHost(destination + " is not an address literal"));
    }

    /// Where mail for the domain goes by its MX records only.
    ///
    /// @param support under None, no security was promised, so a resolver that drops DNSSEC data is believed
    Route.ByMx byMx(DomainName domain, DaneSupport support) {
        DomainEvidence evidence =
                support == DaneSupport.NONE ? gathering.plainDomain(domain) : gathering.domain(domain);
        return switch (evidence.mx()) {
            case Answer.Found<MxRecord> found -> ofRecords(evidence, found.records());
            case Answer.Denied<MxRecord> denied -> withoutRecords(evidence, denied.nameExists());
            case Answer.Bogus<MxRecord> bogus -> new Route.Unresolved(evidence, RoutingTroubles.bogusMx(domain, bogus));
            case Answer.Failed<MxRecord> failed ->
                new Route.Unresolved(evidence, RoutingTroubles.failedMx(domain, failed));
        };
    }

    private static Route.ByMx withoutRecords(DomainEvidence evidence, boolean nameExists) {
        DomainName domain = evidence.domain();
        return nameExists
                ? new Route.Mx(evidence, List.of(new MxHost(domain, 0)), List.of())
                : new Route.Impossible(
                        evidence, RoutingTroubles.badHost("DNS Hard Error looking up " + domain + " (MX): NXDomain"));
    }

    private Route.ByMx ofRecords(DomainEvidence evidence, List<MxRecord> records) {
        if (records.stream().allMatch(MxRecord::nullMx)) {
            return new Route.Impossible(evidence, RoutingTroubles.nullMx());
        }
        MxSet set = MxSet.of(records, self);
        if (!set.hosts().isEmpty()) {
            return new Route.Mx(evidence, set.hosts(), set.leftOut());
        }
        Trouble trouble = set.ownPreference().isPresent()
                ? RoutingTroubles.loop("mail for this domain loops back")
                : RoutingTroubles.noHost("no MX host of " + evidence.domain() + " can be used: " + set.reasons());
        return new Route.Impossible(evidence, trouble, set.leftOut());
    }
}
