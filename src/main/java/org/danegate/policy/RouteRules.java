package org.danegate.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.danegate.address.DomainName;
import org.danegate.wording.Wording;

/// Rules of the SMTP routes and their hosts.
final class RouteRules {

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9])?");

    private final OwnListeners listeners;
    private final Findings findings;
    private final Set<String> seen = new HashSet<>();

    private RouteRules(OwnListeners listeners, Findings findings) {
        this.listeners = listeners;
        this.findings = findings;
    }

    static void check(Policy policy, RouteAndDane routeAndDane, Findings findings) {
        RouteRules rules = new RouteRules(new OwnListeners(policy.listeners()), findings);
        for (int i = 0; i < policy.smtpRoutes().size(); i++) {
            SmtpRoute route = policy.smtpRoutes().get(i);
            String field = "smtpRoutes[" + i + "]";
            rules.domain(field + ".domain", route);
            rules.hosts(field + ".hosts", route.hosts());
            if (route.authentication() != null && !route.hosts().isEmpty() && !route.hasRelay()) {
                findings.error(field + ".authentication", Wording.of("policy.route.authentication"));
            }
            routeAndDane.route(field, route);
        }
    }

    private void domain(String field, SmtpRoute route) {
        DomainPattern pattern = route.pattern();
        String domain = pattern == null ? "ALL" : pattern.toString();
        if (!seen.add(domain)) {
            findings.error(field, Wording.of("policy.route.twice", domain));
        }
        if (pattern != null) {
            MailDomains.fault(pattern).ifPresent(fault -> findings.error(field, fault));
        }
    }

    private void hosts(String field, List<SmtpRoute.Host> hosts) {
        if (hosts.isEmpty()) {
            findings.error(field, Wording.of("policy.route.empty"));
        }
        standsAlone(field, hosts);
        for (int h = 0; h < hosts.size(); h++) {
            if (hosts.get(h) instanceof SmtpRoute.Host.Relay relay) {
                relay(field + "[" + h + "]", relay);
            }
        }
    }

    /// Mail takes one way: to hosts, by DNS, or to nowhere.
    private void standsAlone(String field, List<SmtpRoute.Host> hosts) {
        if (hosts.size() < 2) {
            return;
        }
        if (hosts.stream().anyMatch(SmtpRoute.Host.UseDns.class::isInstance)) {
            findings.error(field, Wording.of("policy.route.alone", "USEDNS"));
        }
        if (hosts.stream().anyMatch(SmtpRoute.Host.Discard.class::isInstance)) {
            findings.error(field, Wording.of("policy.route.alone", "/dev/null"));
        }
    }

    private void relay(String field, SmtpRoute.Host.Relay relay) {
        String host = relay.bare();
        boolean address = NetworkAddress.isAddress(host);
        if (!address && !isHostName(relay)) {
            findings.error(field + ".host", Wording.of("policy.route.host", relay.host()));
        }
        if (address) {
            listeners
                    .reached(host, relay.port())
                    .ifPresent(l -> findings.advice(
                            field + ".host", Wording.of("policy.route.self", host, relay.port(), l.name())));
        }
        if (address && relay.dane() == SmtpRoute.Dane.ALLOW) {
            findings.error(field + ".dane", Wording.of("policy.route.dane-address", host));
        }
        if (address && relay.mtaSts()) {
            findings.error(field + ".mtaSts", Wording.of("policy.route.sts-address", host));
        }
        findings.range(field + ".port", relay.port(), 1, 65_535);
        findings.range(field + ".priority", relay.priority(), 0, 65_535);
    }

    private static boolean isHostName(SmtpRoute.Host.Relay relay) {
        if (!HOST.matcher(relay.bare()).matches() || relay.isAddress()) {
            return false;
        }
        try {
            DomainName.parse(relay.bare());
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
