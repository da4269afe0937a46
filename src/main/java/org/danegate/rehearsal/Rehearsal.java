package org.danegate.rehearsal;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.danegate.address.DomainName;
import org.danegate.dialing.CallTerms;
import org.danegate.dialing.Dialing;
import org.danegate.dialing.HopDialer;
import org.danegate.dialing.KeyExchangeChoice;
import org.danegate.dialing.PastCalls;
import org.danegate.dialing.Route;
import org.danegate.dialing.RouteLogins;
import org.danegate.dialing.VirtualGateway;
import org.danegate.dns.DnsLookup;
import org.danegate.monitor.Attempt;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.Policy;
import org.danegate.smtp.TlsSessions;
import org.danegate.verify.DaneVerify;
import org.danegate.wording.Wording;

/// Rehearses delivery under one policy. Calls hosts as delivery does and sends nothing.
final class Rehearsal {

    private final Policy policy;
    private final String sender;
    private final Dialing dialing;
    private final HopDialer dialer;
    private final Function<DomainName, List<Attempt>> attempts;

    /// @param sender envelope sender of the mail, which rows of TLS by Sender look at; empty for those of any
    ///     sender only
    /// @param place this host's name, the port of MX hosts, and where this gateway listens
    /// @param attempts delivery attempts at a domain, newest first
    Rehearsal(
            Policy policy,
            String sender,
            DnsLookup dns,
            DryRuns.Place place,
            InstantSource clock,
            Function<DomainName, List<Attempt>> attempts) {
        this.policy = policy;
        this.sender = sender;
        this.dialing = new Dialing(
                dns,
                place.self(),
                place.ourselves(),
                place.port(),
                System::nanoTime,
                place.trust().policies());
        this.dialer = new HopDialer(
                place.self().ascii(),
                DaneVerify.patience(),
                clock,
                System::nanoTime,
                new HopDialer.Identities(
                        certificate -> new TlsSessions(() -> KeyExchangeChoice.groups(policy)),
                        RouteLogins.NONE,
                        place.trust().authorities()));
        this.attempts = attempts;
    }

    /// What would become of mail for a domain. Blocks for lookups.
    ///
    /// @param probe whether servers are asked for STARTTLS when their TLS or certificate decides; otherwise the
    ///     newest delivery attempt counts
    Outlook of(DomainName domain, boolean probe) {
        DestinationProfile profile = profile(domain);
        CallTerms terms = CallTerms.of(domain.ascii(), profile, profile.dane(), VirtualGateway.of("", policy));
        Route route = dialing.route(domain.ascii(), policy.smtpRoutes(), profile.dane());
        boolean called = route instanceof Route.Mx
                || route instanceof Route.Relay relay && relay.allowsDane() && profile.dane() != DaneSupport.NONE;
        if (!called) {
            return Outlook.of(route, profile, List.of());
        }
        RehearsedCall call = probe
                ? RehearsedCall.asking(dialer, profile.tls())
                : RehearsedCall.remembering(attempts.apply(domain), profile.tls());
        dialing.call(route, terms, PastCalls.NONE, call);
        return Outlook.of(route, profile, call.hosts());
    }

    /// An outlook that was not determined.
    ///
    /// @param why one sentence or phrase: why not
    Outlook unknown(DomainName domain, Wording why) {
        return Outlook.of(Outlook.Fate.UNKNOWN, profile(domain), why);
    }

    private DestinationProfile profile(DomainName domain) {
        return policy.raised(policy.destinationControls().effectiveFor(domain).profile(), sender, domain);
    }
}
