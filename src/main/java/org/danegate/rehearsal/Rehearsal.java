package org.danegate.rehearsal;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.danegate.address.DomainName;
import org.danegate.dane.DanePlan;
import org.danegate.dns.DnsLookup;
import org.danegate.event.Trouble;
import org.danegate.monitor.Attempt;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.Policy;
import org.danegate.rehearsal.Outlook.PlannedHost;
import org.danegate.rehearsal.Tried.Need;
import org.danegate.routing.DaneGathering;
import org.danegate.routing.DialOrder;
import org.danegate.routing.HostPlanning;
import org.danegate.routing.NextHops;
import org.danegate.routing.Route;
import org.danegate.verify.DaneVerify;
import org.danegate.verify.HostCheck;

/// Rehearses delivery under one policy with the engine's own parts: routes, lookups, decision.
final class Rehearsal {

    private final Policy policy;
    private final HostPlanning planning;
    private final NextHops nextHops;
    private final HostCheck check;
    private final Function<DomainName, List<Attempt>> attempts;

    /// @param place this host's name, the port of MX hosts, and where this gateway listens
    /// @param attempts delivery attempts at a domain, newest first
    Rehearsal(
            Policy policy,
            DnsLookup dns,
            DryRuns.Place place,
            InstantSource clock,
            Function<DomainName, List<Attempt>> attempts) {
        this.policy = policy;
        DaneGathering gathering = new DaneGathering(dns);
        this.planning = new HostPlanning(gathering, place.ourselves(), place.port());
        this.nextHops = new NextHops(gathering, place.self());
        this.check = new HostCheck(place.self().ascii(), place.port(), DaneVerify.patience(), clock);
        this.attempts = attempts;
    }

    /// What would become of mail for a domain. Blocks for lookups.
    ///
    /// @param probe whether servers are asked for STARTTLS where their TLS or certificate decides; without,
    /// what the
    ///              newest delivery attempt showed counts
    Outlook of(DomainName domain, boolean probe) {
        DestinationProfile profile =
                policy.destinationControls().effectiveFor(domain).profile();
        Route route = nextHops.of(domain.ascii(), policy.smtpRoutes(), profile.dane());
        return Outlook.of(route, profile, route instanceof Route.Mx mx ? planned(mx, profile, probe) : List.of());
    }

    /// Hosts in order, up to the one that would take the mail or may.
    private List<PlannedHost> planned(Route.Mx route, DestinationProfile profile, boolean probe) {
        List<PlannedHost> hosts = new ArrayList<>();
        for (Route.MxHost mx : route.hosts()) {
            var looked = planning.plan(route.evidence(), mx, profile.dane(), profile.ipAddressPreference());
            PlannedHost host = host(route, looked, profile, probe);
            hosts.add(host);
            if (host.ends() || looked.ourselves()) {
                break;
            }
        }
        return hosts;
    }

    private PlannedHost host(
            Route.Mx route, org.danegate.routing.PlannedHost planned, DestinationProfile profile, boolean probe) {
        PlannedHost first = tried(route, planned, profile, probe);
        if (!(first.tried() instanceof Tried.Refused)) {
            return first;
        }
        // As delivery does: a mismatch is looked at once more with fresh records, and with those of each other server.
        PlannedHost last = first;
        for (org.danegate.routing.PlannedHost other : (Iterable<org.danegate.routing.PlannedHost>)
                planning.afresh(route.evidence(), planned, profile.dane())::iterator) {
            last = tried(route, other, profile, probe);
            if (!(last.tried() instanceof Tried.Refused)) {
                break;
            }
        }
        return last;
    }

    private PlannedHost tried(
            Route.Mx route, org.danegate.routing.PlannedHost planned, DestinationProfile profile, boolean probe) {
        DanePlan plan = planned.plan();
        DomainName host = planned.dns().host();
        Need need = Need.of(plan, profile.tls());
        DomainName domain = route.evidence().domain();
        Tried tried = probe
                ? dialled(need, plan, DialOrder.forAttempt(planned.addresses(), List.of()), host, domain)
                : Tried.inAttempts(need, plan, host.ascii(), attempts.apply(domain));
        Trouble noWay = planned.noWay();
        String never = noWay != null && noWay.permanent() ? noWay.text() : "";
        return new PlannedHost(host.ascii(), plan, !planned.addresses().isEmpty(), never, tried);
    }

    /// Addresses in order, up to the first that will do.
    private Tried dialled(Need need, DanePlan plan, List<InetAddress> addresses, DomainName host, DomainName domain) {
        Tried last = need.notMade();
        if (!(last instanceof Tried.NotMade)) {
            return last;
        }
        for (InetAddress address : addresses) {
            HostCheck.Outcome outcome = plan instanceof DanePlan.Authenticate p
                    ? check.dial(p, address, host, domain, stage -> {})
                    : check.dial(tlsAlone(plan, host), address, host, domain, stage -> {});
            if (outcome.success()) {
                return need == Need.PUBLIC_CERTIFICATE ? need.notMade() : new Tried.Passed(outcome.reason(), null);
            }
            last = new Tried.Refused(outcome.reason(), null);
        }
        return last;
    }

    private static DanePlan.EncryptOnly tlsAlone(DanePlan plan, DomainName host) {
        return plan instanceof DanePlan.EncryptOnly p ? p : new DanePlan.EncryptOnly(host, "STARTTLS succeeded");
    }
}
