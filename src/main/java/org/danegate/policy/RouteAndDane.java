package org.danegate.policy;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.wording.Wording;

/// The seed's trap: DANE fails along a route that is not USEDNS, except at hosts where DANE is allowed. Gives advice
/// where an SMTP route and DANE Support meet for a domain.
final class RouteAndDane {

    private final DestinationControls controls;
    private final DomainTable<DestinationEntry> destinations;
    private final DomainTable<SmtpRoute> routes;
    private final IdentityHashMap<SmtpRoute, List<Integer>> taken;
    private final Findings findings;

    RouteAndDane(Policy policy, Findings findings) {
        this.controls = policy.destinationControls();
        this.destinations = DomainTable.of(controls.entries(), DestinationEntry::pattern);
        this.routes = DomainTable.of(policy.smtpRoutes(), SmtpRoute::pattern);
        this.findings = findings;
        this.taken = withDaneByRoute();
    }

    /// Positions of the destination entries with DANE, by the route that takes their domains.
    private IdentityHashMap<SmtpRoute, List<Integer>> withDaneByRoute() {
        // Identity avoids hashing a route with very many hosts for each entry.
        IdentityHashMap<SmtpRoute, List<Integer>> byRoute = new IdentityHashMap<>();
        for (int i = 0; i < controls.entries().size() && !routes.isEmpty(); i++) {
            DestinationEntry entry = controls.entries().get(i);
            if (entry.over(controls.defaultProfile()).dane() != DaneSupport.NONE) {
                int position = i;
                routes.find(entry.pattern().sample())
                        .ifPresent(r -> byRoute.computeIfAbsent(r, any -> new ArrayList<>())
                                .add(position));
            }
        }
        return byRoute;
    }

    /// Mail along the route waits. One advice for the route, according to its domain's profile, and one for each
    /// destination entry that this route takes.
    void route(String field, SmtpRoute route) {
        if (!route.failsDane()) {
            return;
        }
        DomainPattern pattern = route.pattern();
        DaneSupport dane = pattern == null
                ? controls.defaultProfile().dane()
                : effective(pattern.sample()).profile().dane();
        if (dane != DaneSupport.NONE) {
            trap(field + ".domain", pattern == null ? Wording.of("policy.route.others") : pattern.toString(), dane);
        }
        entries(route);
    }

    private void entries(SmtpRoute route) {
        for (int i : taken.getOrDefault(route, List.of())) {
            DestinationEntry entry = controls.entries().get(i);
            if (!entry.pattern().equals(route.pattern())) {
                trap(
                        "destinationControls.destinations[" + i + "].dane",
                        entry.pattern().toString(),
                        entry.over(controls.defaultProfile()).dane());
            }
        }
    }

    private void trap(String field, Object domain, DaneSupport dane) {
        findings.advice(field, Wording.of("policy.route.dane", domain, Wording.of("policy.dane." + dane.name())));
    }

    /// The seed's caution ("Mail Direction"): one of the organisation's own domains that is listed in the RAT, has
    /// an SMTP route and gets DANE from the Default policy. Relayed mail for it fails; accepted mail does not.
    void recipient(String field, RecipientAccess line) {
        DomainName domain = line.domain().sample();
        DestinationControls.Effective effective = effective(domain);
        boolean byDefault = effective.entry() == null || effective.entry().get(DestinationSetting.DANE) == null;
        boolean routed = routes.find(domain).filter(SmtpRoute::failsDane).isPresent();
        if (line.action() == RecipientAccess.Action.ACCEPT
                && byDefault
                && routed
                && effective.profile().dane() != DaneSupport.NONE) {
            findings.advice(field, Wording.of("policy.rat.dane", line.domain().toString()));
        }
    }

    private DestinationControls.Effective effective(DomainName domain) {
        return controls.effective(destinations.find(domain).orElse(null));
    }
}
