package org.danegate.routing;

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
import org.danegate.dane.DomainEvidence;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.MxRecord;
import org.danegate.event.Trouble;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.SmtpRoute;
import org.danegate.routing.Route.MxHost;

/// Finds the next hops of a destination: SMTP route first, else MX (RFC 5321 5.1).
public final class NextHops {

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-f:.]*:[0-9a-f:.]*");
    private static final Pattern LITERAL = Pattern.compile("\\[(ipv6:)?([0-9a-f:.]+)]");
    private static final Pattern QUAD = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    private final DaneGathering gathering;
    private final DomainName self;

    /// @param gathering lookups
    /// @param self this host's own name: MX hosts of equal or worse preference than it are dropped
    public NextHops(DaneGathering gathering, DomainName self) {
        this.gathering = gathering;
        this.self = self;
    }

    /// Where mail for the destination goes now, where DANE may apply.
    ///
    /// @param destination domain as A-labels, or an address literal in brackets
    public Route of(String destination, List<SmtpRoute> routes) {
        return of(destination, routes, DaneSupport.OPPORTUNISTIC);
    }

    /// Where mail for the destination goes now.
    ///
    /// @param destination domain as A-labels, or an address literal in brackets
    /// @param support under None nothing was promised: a resolver that drops DNSSEC data is believed
    public Route of(String destination, List<SmtpRoute> routes, DaneSupport support) {
        if (destination.startsWith("[")) {
            return literal(destination);
        }
        DomainName domain = new DomainName(destination);
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
        return new Route.Relay(pattern + " → " + texts(relays), relays);
    }

    private static String texts(List<SmtpRoute.Host.Relay> relays) {
        return String.join(
                ", ", relays.stream().map(r -> r.host() + ":" + r.port()).toList());
    }

    private static Route literal(String destination) {
        Matcher matcher = LITERAL.matcher(destination);
        if (matcher.matches()) {
            try {
                // Four parts only: shorter forms are addresses to the platform, but not to RFC 5321 4.1.3.
                String text = matcher.group(2);
                boolean ipv4 = matcher.group(1) == null;
                if (!ipv4 || QUAD.matcher(text).matches()) {
                    return new Route.Literal(ipv4 ? Inet4Address.ofLiteral(text) : Inet6Address.ofLiteral(text));
                }
            } catch (IllegalArgumentException e) {
                return new Route.Impossible(null, badHost(destination + " is not an address"));
            }
        }
        return new Route.Impossible(null, badHost(destination + " is not an address literal"));
    }

    private Route byMx(DomainName domain, DaneSupport support) {
        DomainEvidence evidence =
                support == DaneSupport.NONE ? gathering.plainDomain(domain) : gathering.domain(domain);
        return switch (evidence.mx()) {
            case Answer.Found<MxRecord> found -> ofRecords(evidence, found.records());
            case Answer.Denied<MxRecord> denied ->
                denied.nameExists()
                        ? new Route.Mx(evidence, List.of(new MxHost(domain, 0)))
                        : new Route.Impossible(
                                evidence, badHost("DNS Hard Error looking up " + domain + " (MX): NXDomain"));
            case Answer.Bogus<MxRecord> bogus ->
                new Route.Unresolved(
                        evidence,
                        dnsTrouble("BOGUS MX record found for " + domain + ": "
                                + bogus.provenance().reason()));
            case Answer.Failed<MxRecord> failed ->
                new Route.Unresolved(
                        evidence,
                        dnsTrouble("DNS Soft Error looking up " + domain + " (MX): "
                                + failed.provenance().reason()));
        };
    }

    private Route ofRecords(DomainEvidence evidence, List<MxRecord> records) {
        List<MxHost> hosts = new ArrayList<>();
        for (MxRecord mx : records) {
            if (mx.exchange() != null) {
                hosts.add(new MxHost(mx.exchange(), mx.preference()));
            }
        }
        if (hosts.isEmpty()) {
            Trouble trouble = new Trouble(
                    "556", "5.1.10", "Recipient address has null MX", List.of("Domain does not accept mail"), false);
            return new Route.Impossible(evidence, trouble);
        }
        // An MX target that is an address is no host name (RFC 5321 5.1): it is skipped.
        hosts.removeIf(h -> ADDRESS.matcher(h.host().ascii()).matches());
        Collections.shuffle(hosts);
        hosts.sort(Comparator.comparingInt(MxHost::preference));
        dropFromSelf(hosts);
        return hosts.isEmpty()
                ? new Route.Impossible(
                        evidence,
                        new Trouble("000", "5.4.6", "Routing loop", List.of("mail for this domain loops back"), false))
                : new Route.Mx(evidence, hosts);
    }

    private void dropFromSelf(List<MxHost> hosts) {
        hosts.stream()
                .filter(h -> h.host().equals(self))
                .mapToInt(MxHost::preference)
                .min()
                .ifPresent(own -> hosts.removeIf(h -> h.preference() >= own));
    }

    private static Trouble badHost(String text) {
        return new Trouble("000", "5.1.2", "Bad destination host", List.of(text), false);
    }

    private static Trouble dnsTrouble(String text) {
        return new Trouble("000", "4.4.3", "Temporary DNS failure", List.of(text), false);
    }
}
