package org.danegate.verify;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.danegate.address.DomainName;
import org.danegate.dane.DaneAction;
import org.danegate.dane.Evidence;
import org.danegate.dialing.CallOutcome;
import org.danegate.dialing.CallTerms;
import org.danegate.dialing.Dialing;
import org.danegate.dialing.HopDialer;
import org.danegate.dialing.Ourselves;
import org.danegate.dialing.PastCalls;
import org.danegate.dialing.Route;
import org.danegate.dialing.VirtualGateway;
import org.danegate.dns.DnsLookup;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.IpAddressPreference;
import org.danegate.policy.Policy;
import org.danegate.policy.SmtpRoute;
import org.danegate.policy.TlsSupport;
import org.danegate.smtp.Timeouts;
import org.danegate.smtp.TlsSessions;

/// Verifies a domain as the engine would deliver to it under DANE Mandatory, along the same path but without sending a
/// message. Safe for use by several threads.
public final class DaneVerify {

    /// After this long no further host or address is tried, and a conversation in progress ends.
    public static final Duration TIME_LIMIT = Duration.ofMinutes(2);

    private final Dialing dialing;
    private final HopDialer dialer;
    private final Function<DomainName, CallTerms> terms;
    private final Function<DomainName, List<SmtpRoute>> routes;
    private final InstantSource clock;
    private final Duration limit;
    private final boolean everyHost;

    /// For a host without listeners of its own; IPv4 addresses come first.
    ///
    /// @param dns validated lookups
    /// @param ehloName this host's name, for EHLO: MX hosts of that name are left out
    /// @param port port that is dialled and whose TLSA records count, 1 to 65535
    /// @param timeouts suited to a person who waits: see {@link #patience}
    public DaneVerify(DnsLookup dns, String ehloName, int port, Timeouts timeouts, InstantSource clock) {
        this(
                new Dialing(dns, DomainName.parse(ehloName), Ourselves.NOWHERE, port, System::nanoTime),
                new HopDialer(
                        ehloName,
                        timeouts,
                        clock,
                        System::nanoTime,
                        HopDialer.Identities.of(certificate -> new TlsSessions())),
                domain -> new CallTerms(
                        domain.ascii(),
                        DaneSupport.MANDATORY,
                        TlsSupport.REQUIRED,
                        IpAddressPreference.PREFER_V4,
                        VirtualGateway.SYSTEM),
                clock);
    }

    /// @param dialing the engine's own
    /// @param dialer with timeouts suited to a person who waits: see {@link #patience}
    /// @param terms the terms for a call to a domain: see {@link #terms}
    public DaneVerify(Dialing dialing, HopDialer dialer, Function<DomainName, CallTerms> terms, InstantSource clock) {
        this(dialing, dialer, terms, domain -> List.of(), clock, TIME_LIMIT, false);
    }

    /// The same, but along the routes of the policy that allow DANE at each host.
    ///
    /// @param policy the policy in force
    DaneVerify alongRoutes(Supplier<Policy> policy) {
        return new DaneVerify(
                dialing,
                dialer,
                terms,
                domain -> SmtpRoute.forDomain(domain, policy.get().smtpRoutes())
                        .filter(SmtpRoute::allowsDane)
                        // Nothing is sent, so nobody is authenticated to.
                        .map(route -> List.of(new SmtpRoute(route.pattern(), route.hosts())))
                        .orElse(List.of()),
                clock,
                limit,
                everyHost);
    }

    private DaneVerify(
            Dialing dialing,
            HopDialer dialer,
            Function<DomainName, CallTerms> terms,
            Function<DomainName, List<SmtpRoute>> routes,
            InstantSource clock,
            Duration limit,
            boolean everyHost) {
        this.dialing = dialing;
        this.dialer = dialer;
        this.terms = terms;
        this.routes = routes;
        this.clock = clock;
        this.limit = limit;
        this.everyHost = everyHost;
    }

    /// The same with another limit than {@link #TIME_LIMIT}.
    DaneVerify within(Duration most) {
        return new DaneVerify(dialing, dialer, terms, routes, clock, most, everyHost);
    }

    /// The same, but hosts are tried after one has succeeded too. The verdict and its reason are those of the first
    /// success.
    DaneVerify everyHost() {
        return new DaneVerify(dialing, dialer, terms, routes, clock, limit, true);
    }

    /// The terms of a destination's profile, but always with DANE Mandatory.
    public static CallTerms terms(DomainName domain, DestinationProfile profile, VirtualGateway gateway) {
        return CallTerms.of(domain.ascii(), profile, DaneSupport.MANDATORY, gateway);
    }

    /// Timeouts for a verification that a person watches: 10 s to connect, 15 s for each reply and for the
    /// handshake, a minute for each address.
    public static Timeouts patience() {
        Duration reply = Duration.ofSeconds(15);
        return new Timeouts(Duration.ofSeconds(10), reply, reply, reply, reply, reply, Duration.ofSeconds(1))
                .setUpWithin(Duration.ofMinutes(1));
    }

    /// Calls the hosts of the domain by its MX records, or along a route that allows DANE; other SMTP routes are
    /// ignored. Blocks until the verdict.
    ///
    /// @param told receives each line when it happens, on the calling thread; an exception from it ends the call
    public Verification verify(DomainName domain, Consumer<TranscriptLine> told) {
        List<String> transcript = new ArrayList<>();
        CallTerms binding = terms.apply(domain);
        Narration narration = new Narration(domain, line -> {
            transcript.add(TranscriptText.of(line));
            told.accept(line);
        });
        Instant end = clock.instant().plus(limit);
        Route route = dialing.route(domain.ascii(), routes.apply(domain), binding.dane());
        CallOutcome outcome =
                dialing.call(route, binding, PastCalls.NONE, new DomainCall(dialer, clock, end, narration, everyHost));
        narration.conclude();
        return new Verification(domain, narration.verdict(), transcript, evidence(outcome, narration));
    }

    private Evidence evidence(CallOutcome outcome, Narration narration) {
        return new Evidence(
                outcome.terms().destination(),
                outcome.terms().dane(),
                outcome.domain(),
                outcome.relay(),
                outcome.hosts(),
                narration.success() ? DaneAction.DANE_SUCCESS : DaneAction.DANE_FAIL,
                narration.reason(),
                clock.instant());
    }
}
