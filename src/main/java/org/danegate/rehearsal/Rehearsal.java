package org.danegate.rehearsal;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.dane.DaneDecision;
import org.danegate.dane.HostEvidence;
import org.danegate.dns.DnsLookup;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.Policy;
import org.danegate.routing.DaneGathering;
import org.danegate.routing.NextHops;
import org.danegate.routing.Route;
import org.danegate.verify.DaneVerify;
import org.danegate.verify.Verdict;
import org.danegate.verify.Verification;

/// Rehearses delivery under one policy with the engine's own parts: routes, lookups, decision.
final class Rehearsal {

    private final Policy policy;
    private final DnsLookup dns;
    private final DaneGathering gathering;
    private final NextHops nextHops;
    private final DomainName self;
    private final int port;
    private final InstantSource clock;

    /// @param self this host's name: MX hosts of that name are dropped
    /// @param port port of MX hosts and of their TLSA owner names
    Rehearsal(Policy policy, DnsLookup dns, DomainName self, int port, InstantSource clock) {
        this.policy = policy;
        this.dns = dns;
        this.gathering = new DaneGathering(dns);
        this.nextHops = new NextHops(gathering, self);
        this.self = self;
        this.port = port;
        this.clock = clock;
    }

    /// What would become of mail for a domain. Blocks for lookups.
    ///
    /// @param probe whether the certificate is looked at too where DANE would be used: connects and says STARTTLS
    Outlook of(DomainName domain, boolean probe) {
        DestinationProfile profile =
                policy.destinationControls().effectiveFor(domain).profile();
        Route route = nextHops.of(domain.ascii(), policy.smtpRoutes());
        List<Outlook.PlannedHost> hosts = new ArrayList<>();
        if (route instanceof Route.Mx mx) {
            mx.hosts().forEach(h -> hosts.add(planned(mx, h, profile)));
        }
        Outlook outlook = Outlook.of(route, profile, hosts);
        return probe && outlook.fate() == Outlook.Fate.DANE ? probed(domain, outlook) : outlook;
    }

    private Outlook.PlannedHost planned(Route.Mx route, Route.MxHost mx, DestinationProfile profile) {
        HostEvidence host = profile.dane() == DaneSupport.NONE
                ? gathering.addresses(mx.host(), mx.preference(), profile.ipAddressPreference())
                : gathering.host(mx.host(), mx.preference(), port, profile.ipAddressPreference());
        SecurityStatus status = DaneDecision.addressStatus(host);
        boolean known = status == SecurityStatus.SECURE || status == SecurityStatus.INSECURE;
        return new Outlook.PlannedHost(
                mx.host().ascii(), DaneDecision.plan(profile.dane(), route.evidence(), host), known);
    }

    private Outlook probed(DomainName domain, Outlook outlook) {
        Verification seen =
                new DaneVerify(dns, self.ascii(), port, DaneVerify.patience(), clock).verify(domain, stage -> {});
        return seen.verdict() == Verdict.DANE_SUCCESS
                ? outlook
                : new Outlook(
                        Outlook.Fate.WAITS,
                        outlook.tls(),
                        outlook.dane(),
                        seen.evidence().reason());
    }
}
