package org.danegate.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.danegate.address.DomainName;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;

/// Checks a policy as a whole: ranges of the seed's form, references, and combinations that cannot work.
public final class PolicyValidation {

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9])?");

    private final Policy policy;
    private final DomainTable<DestinationEntry> destinations;
    private final DomainTable<SmtpRoute> routes;
    private final OwnListeners listeners;
    private final Set<String> bounceProfiles = new HashSet<>();
    private final Findings findings = new Findings();

    private PolicyValidation(Policy policy) {
        this.policy = policy;
        this.destinations = DomainTable.of(policy.destinationControls().entries(), DestinationEntry::pattern);
        this.routes = DomainTable.of(policy.smtpRoutes(), SmtpRoute::pattern);
        this.listeners = new OwnListeners(policy.listeners());
        policy.bounceProfiles().forEach(p -> bounceProfiles.add(p.name()));
        bounceProfiles.add(BounceProfile.DEFAULT_NAME);
    }

    /// All faults and advice, in the order of the policy file's sections.
    public static List<Fault> validate(Policy policy) {
        PolicyValidation validation = new PolicyValidation(policy);
        DnsRules.check(policy.dns(), validation.findings);
        validation.destinationControls();
        validation.routes();
        validation.bounceProfiles();
        ListenerRules.check(policy, validation.findings);
        validation.mailFlowPolicies();
        validation.recipientAccess();
        LogRules.check(policy.logSubscriptions(), validation.findings);
        GatewayRules.check(policy, validation.findings);
        validation.alerts();
        return validation.findings.all();
    }

    private void destinationControls() {
        DestinationControls controls = policy.destinationControls();
        DestinationProfile d = controls.defaultProfile();
        Findings byDefault = new Findings();
        settings(byDefault, d.values());
        daneNeedsTls(byDefault, d.tls(), d.dane());
        findings.addAll(byDefault, "destinationControls.default.");
        Set<DomainPattern> seen = new HashSet<>();
        for (int i = 0; i < controls.entries().size(); i++) {
            DestinationEntry e = controls.entries().get(i);
            // Hardly one of ten thousand entries has a fault: its position is put into words only then.
            Findings own = new Findings();
            MailDomains.fault(e.pattern()).ifPresent(fault -> own.error("domain", fault));
            settings(own, e.own());
            if (!seen.add(e.pattern())) {
                own.error("domain", Wording.of("policy.entry.twice", e.pattern().toString()));
            }
            DestinationProfile effective = e.over(d);
            daneNeedsTls(own, effective.tls(), effective.dane());
            if (!own.isEmpty()) {
                findings.addAll(own, "destinationControls.destinations[" + i + "].");
            }
        }
    }

    private void settings(Findings own, DestinationSettings values) {
        for (DestinationSetting<?> setting : DestinationSetting.all()) {
            if (values.get(setting) != null) {
                setting(own, setting, values);
            }
        }
    }

    private void setting(Findings own, DestinationSetting<?> setting, DestinationSettings values) {
        String key = setting.key();
        Object value = values.get(setting);
        switch (setting.type()) {
            case SettingType.Count count -> own.range(key, (Integer) value, count.least(), count.most());
            case SettingType.Rate rate
            when value instanceof RecipientLimit limit -> {
                range(own, key, "recipients", rate.recipients(), limit.recipients());
                range(own, key, "minutes", rate.minutes(), limit.minutes());
            }
            case SettingType.ProfileName any
            when !bounceProfiles.contains(value) ->
                own.error(key, Wording.of("policy.bounce.unknown", String.valueOf(value)));
            default -> {
                // Any value of the type will do.
            }
        }
    }

    private static void range(Findings own, String key, String part, SettingType.Count range, int value) {
        own.range(key + "." + part, value, range.least(), range.most());
    }

    private void daneNeedsTls(Findings own, TlsSupport tls, DaneSupport dane) {
        if (dane != DaneSupport.NONE && tls == TlsSupport.NONE) {
            own.error("dane", Wording.of("policy.dane.tls"));
        }
    }

    private void routes() {
        IdentityHashMap<SmtpRoute, List<Integer>> taken = withDaneByRoute();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < policy.smtpRoutes().size(); i++) {
            SmtpRoute route = policy.smtpRoutes().get(i);
            String field = "smtpRoutes[" + i + "]";
            String domain = route.pattern() == null ? "ALL" : route.pattern().toString();
            if (!seen.add(domain)) {
                findings.error(field + ".domain", Wording.of("policy.route.twice", domain));
            }
            DomainPattern pattern = route.pattern();
            if (pattern != null) {
                MailDomains.fault(pattern).ifPresent(fault -> findings.error(field + ".domain", fault));
            }
            if (route.hosts().isEmpty()) {
                findings.error(field + ".hosts", Wording.of("policy.route.empty"));
            }
            standsAlone(field + ".hosts", route.hosts());
            for (int h = 0; h < route.hosts().size(); h++) {
                if (route.hosts().get(h) instanceof SmtpRoute.Host.Relay relay) {
                    relay(field + ".hosts[" + h + "]", relay);
                }
            }
            routeAndDane(field, route, taken.getOrDefault(route, List.of()));
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
        boolean good = NetworkAddress.isAddress(host)
                || HOST.matcher(host).matches() && !relay.isAddress() && isDomainName(host);
        if (!good) {
            findings.error(field + ".host", Wording.of("policy.route.host", relay.host()));
        }
        if (NetworkAddress.isAddress(host)) {
            listeners
                    .reached(host, relay.port())
                    .ifPresent(l -> findings.advice(
                            field + ".host", Wording.of("policy.route.self", host, relay.port(), l.name())));
        }
        findings.range(field + ".port", relay.port(), 1, 65_535);
        findings.range(field + ".priority", relay.priority(), 0, 65_535);
    }

    private static boolean isDomainName(String text) {
        try {
            DomainName.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// The seed's trap: DANE fails along a route that is not USEDNS, and the mail waits. One advice for the route,
    /// according to its domain's profile, and one for each destination entry that this route takes.
    private void routeAndDane(String field, SmtpRoute route, List<Integer> taken) {
        if (route.hosts().stream().noneMatch(SmtpRoute.Host.Relay.class::isInstance)) {
            return;
        }
        DomainPattern pattern = route.pattern();
        DestinationControls controls = policy.destinationControls();
        DaneSupport dane = pattern == null
                ? controls.defaultProfile().dane()
                : effective(pattern.sample()).profile().dane();
        if (dane != DaneSupport.NONE) {
            trap(field + ".domain", pattern == null ? Wording.of("policy.route.others") : pattern.toString(), dane);
        }
        for (int i : taken) {
            DestinationEntry entry = controls.entries().get(i);
            if (!entry.pattern().equals(pattern)) {
                trap(
                        "destinationControls.destinations[" + i + "].dane",
                        entry.pattern().toString(),
                        entry.over(controls.defaultProfile()).dane());
            }
        }
    }

    /// Positions of the destination entries with DANE, by the route that takes their domains.
    private IdentityHashMap<SmtpRoute, List<Integer>> withDaneByRoute() {
        // Identity avoids hashing a route with very many hosts for each entry.
        IdentityHashMap<SmtpRoute, List<Integer>> taken = new IdentityHashMap<>();
        DestinationControls controls = policy.destinationControls();
        for (int i = 0; i < controls.entries().size() && !policy.smtpRoutes().isEmpty(); i++) {
            DestinationEntry entry = controls.entries().get(i);
            if (entry.over(controls.defaultProfile()).dane() != DaneSupport.NONE) {
                DomainName domain = entry.pattern().sample();
                Optional<SmtpRoute> route = routes.find(domain);
                if (route.isPresent()) {
                    taken.computeIfAbsent(route.get(), r -> new ArrayList<>()).add(i);
                }
            }
        }
        return taken;
    }

    private DestinationControls.Effective effective(DomainName domain) {
        return policy.destinationControls().effective(destinations.find(domain).orElse(null));
    }

    private void trap(String field, Object domain, DaneSupport dane) {
        findings.advice(field, Wording.of("policy.route.dane", domain, Wording.of("policy.dane." + dane.name())));
    }

    private void bounceProfiles() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < policy.bounceProfiles().size(); i++) {
            BounceProfile b = policy.bounceProfiles().get(i);
            String field = "bounceProfiles[" + i + "]";
            if (b.name().isBlank() || !seen.add(b.name())) {
                findings.error(field + ".name", Wording.of("policy.bounce.name"));
            }
            findings.range(field + ".maxRetries", b.maxRetries(), 0, 10_000);
            findings.range(field + ".maxTimeInQueue", b.maxTimeInQueue(), 0, 3_000_000);
            findings.range(field + ".initialRetry", b.initialRetry(), 1, 86_400);
            findings.range(field + ".maxRetryInterval", b.maxRetryInterval(), 1, 86_400);
            if (b.initialRetry().compareTo(b.maxRetryInterval()) > 0) {
                findings.error(field + ".initialRetry", Wording.of("policy.bounce.retry"));
            }
            findings.range(field + ".delayWarningAfter", b.delayWarningAfter(), 1, 3_000_000);
            findings.range(field + ".delayWarningCount", b.delayWarningCount(), 0, 1000);
        }
    }

    private void recipientAccess() {
        Set<DomainPattern> seen = new HashSet<>();
        for (int i = 0; i < policy.recipientAccess().size(); i++) {
            DomainPattern domain = policy.recipientAccess().get(i).domain();
            internalAndDane(
                    "recipientAccess[" + i + "].domain",
                    policy.recipientAccess().get(i));
            String field = "recipientAccess[" + i + "].domain";
            MailDomains.fault(domain).ifPresent(fault -> findings.error(field, fault));
            if (!seen.add(domain)) {
                findings.error(
                        "recipientAccess[" + i + "].domain", Wording.of("policy.entry.twice", domain.toString()));
            }
        }
    }

    /// The seed's caution ("Mail Direction"): one of the organisation's own domains that is listed in the RAT, has
    /// an SMTP route and gets DANE from the Default policy. Relayed mail for it fails; accepted mail does not.
    private void internalAndDane(String field, RecipientAccess line) {
        DomainName domain = line.domain().sample();
        DestinationControls.Effective effective = effective(domain);
        boolean byDefault = effective.entry() == null || effective.entry().get(DestinationSetting.DANE) == null;
        boolean routed = routes.find(domain)
                .filter(r -> r.hosts().stream().anyMatch(SmtpRoute.Host.Relay.class::isInstance))
                .isPresent();
        if (line.action() == RecipientAccess.Action.ACCEPT
                && byDefault
                && routed
                && effective.profile().dane() != DaneSupport.NONE) {
            findings.advice(field, Wording.of("policy.rat.dane", line.domain().toString()));
        }
    }

    private void mailFlowPolicies() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < policy.mailFlowPolicies().size(); i++) {
            MailFlowPolicy p = policy.mailFlowPolicies().get(i);
            String field = "mailFlowPolicies[" + i + "]";
            if (p.name().isBlank() || !seen.add(p.name())) {
                findings.error(field + ".name", Wording.of("policy.mailflow.name"));
            }
            findings.range(field + ".maxConnections", p.maxConnections(), 1, 1000);
            findings.range(field + ".maxMessagesPerConnection", p.maxMessagesPerConnection(), 1, 100_000);
            findings.range(field + ".maxRecipientsPerMessage", p.maxRecipientsPerMessage(), 1, 100_000);
            findings.range(field + ".maxRecipientsPerHour", p.maxRecipientsPerHour(), 1, 1_000_000_000);
            Long size = p.maxMessageSize();
            if (size != null && (size < 1024 || size > 1L << 30)) {
                findings.error(field + ".maxMessageSize", Wording.of("policy.listener.size"));
            }
        }
    }

    private void alerts() {
        AlertSettings a = policy.alerts();
        findings.range("alerts.initialWait", a.initialWait(), 0, 86_400);
        findings.range("alerts.maxWait", a.maxWait(), 0, 86_400);
        if (a.maxWait().compareTo(a.initialWait()) < 0) {
            findings.error("alerts.maxWait", Wording.of("policy.alerts.wait"));
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < a.recipients().size(); i++) {
            String address = a.recipients().get(i).address().text();
            if (!seen.add(address)) {
                findings.error("alerts.recipients[" + i + "].address", Wording.of("policy.entry.twice", address));
            }
        }
        if (policy.destinationControls().global().alertOnRequiredTlsFailure()
                && a.recipients().stream().noneMatch(r -> r.wants(AlertSettings.Severity.WARNING))) {
            findings.advice("alerts.recipients", Wording.of("policy.alerts.nobody"));
        }
    }
}
