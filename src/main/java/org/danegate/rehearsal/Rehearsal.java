package org.danegate.rehearsal;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.danegate.address.DomainName;
import org.danegate.dane.DaneDecision;
import org.danegate.dane.DanePlan;
import org.danegate.dane.HostEvidence;
import org.danegate.dns.DnsLookup;
import org.danegate.monitor.Attempt;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.Policy;
import org.danegate.rehearsal.Outlook.PlannedHost;
import org.danegate.rehearsal.Tried.Need;
import org.danegate.routing.DaneGathering;
import org.danegate.routing.DialOrder;
import org.danegate.routing.NextHops;
import org.danegate.routing.Route;
import org.danegate.verify.DaneVerify;
import org.danegate.verify.HostCheck;

/// Rehearses delivery under one policy with the engine's own parts: routes, lookups, decision.
final class Rehearsal {

    private final Policy policy;
    private final DaneGathering gathering;
    private final NextHops nextHops;
    private final HostCheck check;
    private final int port;
    private final Function<DomainName, List<Attempt>> attempts;

    /// @param self this host's name: MX hosts of that name are dropped
    /// @param port port of MX hosts and of their TLSA owner names
    /// @param attempts delivery attempts at a domain, newest first
    Rehearsal(
            Policy policy,
            DnsLookup dns,
            DomainName self,
            int port,
            InstantSource clock,
            Function<DomainName, List<Attempt>> attempts) {
        this.policy = policy;
        this.gathering = new DaneGathering(dns);
        this.nextHops = new NextHops(gathering, self);
        this.check = new HostCheck(self.ascii(), port, DaneVerify.patience(), clock);
        this.port = port;
        this.attempts = attempts;
    }

    /// What would become of mail for a domain. Blocks for lookups.
    ///
    /// @param probe whether servers are asked for STARTTLS where their TLS or certificate decides; without, what the
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
            HostEvidence dns = profile.dane() == DaneSupport.NONE
                    ? gathering.addresses(mx.host(), mx.preference(), profile.ipAddressPreference())
                    : gathering.host(mx.host(), mx.preference(), port, profile.ipAddressPreference());
            PlannedHost host = host(route, dns, profile, probe);
            hosts.add(host);
            if (host.ends()) {
                break;
            }
        }
        return hosts;
    }

    private PlannedHost host(Route.Mx route, HostEvidence dns, DestinationProfile profile, boolean probe) {
        PlannedHost first = tried(route, dns, profile, probe);
        if (!(first.tried() instanceof Tried.Refused) || !(first.plan() instanceof DanePlan.Authenticate)) {
            return first;
        }
        // As delivery does: a mismatch with cached records is looked at once more with fresh ones.
        HostEvidence fresh = gathering.withFreshTlsa(dns);
        return DaneDecision.plan(profile.dane(), route.evidence(), fresh).equals(first.plan())
                ? first
                : tried(route, fresh, profile, probe);
    }

    private PlannedHost tried(Route.Mx route, HostEvidence dns, DestinationProfile profile, boolean probe) {
        DanePlan plan = DaneDecision.plan(profile.dane(), route.evidence(), dns);
        List<InetAddress> addresses = DialOrder.of(dns, profile.ipAddressPreference());
        Need need = Need.of(plan, profile.tls());
        DomainName domain = route.evidence().domain();
        Tried tried = probe
                ? dialled(need, plan, addresses, dns.host(), domain)
                : Tried.inAttempts(need, plan, dns.host().ascii(), attempts.apply(domain));
        return new PlannedHost(dns.host().ascii(), plan, !addresses.isEmpty(), tried);
    }

    /// Addresses in order, up to the first that will do.
    private Tried dialled(Need need, DanePlan plan, List<InetAddress> addresses, DomainName host, DomainName domain) {
        Tried last = need.notMade();
        if (!(last instanceof Tried.NotMade)) {
            return last;
        }
        for (InetAddress address : addresses.subList(0, Math.min(addresses.size(), DialOrder.ADDRESSES_PER_HOST))) {
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
