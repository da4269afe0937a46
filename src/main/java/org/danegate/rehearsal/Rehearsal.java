package org.danegate.rehearsal;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.dane.DaneDecision;
import org.danegate.dane.DanePlan;
import org.danegate.dane.HostEvidence;
import org.danegate.dns.DnsLookup;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.Policy;
import org.danegate.rehearsal.Outlook.PlannedHost;
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

    /// @param self this host's name: MX hosts of that name are dropped
    /// @param port port of MX hosts and of their TLSA owner names
    Rehearsal(Policy policy, DnsLookup dns, DomainName self, int port, InstantSource clock) {
        this.policy = policy;
        this.gathering = new DaneGathering(dns);
        this.nextHops = new NextHops(gathering, self);
        this.check = new HostCheck(self.ascii(), port, DaneVerify.patience(), clock);
        this.port = port;
    }

    /// What would become of mail for a domain. Blocks for lookups.
    ///
    /// @param probe whether certificates are looked at too where DANE binds: connects and says STARTTLS
    Outlook of(DomainName domain, boolean probe) {
        DestinationProfile profile =
                policy.destinationControls().effectiveFor(domain).profile();
        Route route = nextHops.of(domain.ascii(), policy.smtpRoutes(), profile.dane());
        return Outlook.of(route, profile, route instanceof Route.Mx mx ? planned(mx, profile, probe) : List.of());
    }

    /// Hosts in order, up to the one that would take the mail.
    private List<PlannedHost> planned(Route.Mx route, DestinationProfile profile, boolean probe) {
        List<PlannedHost> hosts = new ArrayList<>();
        for (Route.MxHost mx : route.hosts()) {
            HostEvidence dns = profile.dane() == DaneSupport.NONE
                    ? gathering.addresses(mx.host(), mx.preference(), profile.ipAddressPreference())
                    : gathering.host(mx.host(), mx.preference(), port, profile.ipAddressPreference());
            PlannedHost host = host(route, dns, profile, probe);
            hosts.add(host);
            if (host.takesMail()) {
                break;
            }
        }
        return hosts;
    }

    private PlannedHost host(Route.Mx route, HostEvidence dns, DestinationProfile profile, boolean probe) {
        PlannedHost first = tried(route, dns, profile, probe);
        if (first.refusal().isEmpty() || !(first.plan() instanceof DanePlan.Authenticate)) {
            return first;
        }
        // As delivery does: a mismatch with cached records is looked at once more with fresh ones.
        HostEvidence fresh = gathering.withFreshTlsa(dns);
        return DaneDecision.plan(profile.dane(), route.evidence(), fresh).equals(first.plan())
                ? first
                : tried(route, fresh, profile, true);
    }

    private PlannedHost tried(Route.Mx route, HostEvidence dns, DestinationProfile profile, boolean probe) {
        DanePlan plan = DaneDecision.plan(profile.dane(), route.evidence(), dns);
        List<InetAddress> addresses = DialOrder.of(dns, profile.ipAddressPreference());
        String refusal = "";
        if (probe) {
            for (InetAddress address : addresses.subList(0, Math.min(addresses.size(), DialOrder.ADDRESSES_PER_HOST))) {
                refusal = refusal(plan, address, dns.host(), route.evidence().domain());
                if (refusal.isEmpty()) {
                    break;
                }
            }
        }
        return new PlannedHost(dns.host().ascii(), plan, !addresses.isEmpty(), refusal);
    }

    /// Why no mail would be sent to an address; empty where it would, or where DANE does not bind.
    private String refusal(DanePlan plan, InetAddress address, DomainName host, DomainName domain) {
        HostCheck.Outcome outcome = switch (plan) {
            case DanePlan.Authenticate p -> check.dial(p, address, host, domain, stage -> {});
            case DanePlan.EncryptOnly p -> check.dial(p, address, host, domain, stage -> {});
            case DanePlan.FallBack p -> null;
            case DanePlan.NotAsked p -> null;
            case DanePlan.Refuse p -> null;
        };
        return outcome == null || outcome.success() ? "" : outcome.reason();
    }
}
