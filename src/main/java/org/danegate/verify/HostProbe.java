package org.danegate.verify;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.danegate.address.DomainName;
import org.danegate.dane.DomainEvidence;
import org.danegate.dane.Evidence.HostResult;
import org.danegate.dialing.CallOutcome;
import org.danegate.dialing.CallTerms;
import org.danegate.dialing.Caller;
import org.danegate.dialing.Dialing;
import org.danegate.dialing.Hop;
import org.danegate.dialing.HopDialer;
import org.danegate.dialing.Opening;
import org.danegate.dialing.PastCalls;
import org.danegate.dialing.Stage;
import org.danegate.event.Trouble;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.TlsSupport;
import org.danegate.smtp.Ready;
import org.danegate.sts.StsPolicies;
import org.danegate.sts.StsStanding;
import org.jspecify.annotations.Nullable;

/// Looks at every MX host of a domain, also at those that no mail goes to, as the engine would under DANE
/// Opportunistic. SMTP routes are ignored, and no mail is sent. Safe for use by several threads.
public final class HostProbe {

    private final Dialing dialing;
    private final HopDialer dialer;
    private final StsPolicies policies;
    private final Function<DomainName, CallTerms> terms;
    private final InstantSource clock;
    private final VerifyRuns runs;

    /// @param terms the terms for a call to a domain, whose TLS and DANE Support do not count
    /// @param runs limits how many connect at once, together with verifications
    HostProbe(
            Dialing dialing,
            HopDialer dialer,
            StsPolicies policies,
            Function<DomainName, CallTerms> terms,
            InstantSource clock,
            VerifyRuns runs) {
        this.dialing = dialing;
        this.dialer = dialer;
        this.policies = policies;
        this.terms = terms;
        this.clock = clock;
        this.runs = runs;
    }

    /// What was found.
    ///
    /// @param complete whether every MX host was looked at
    /// @param domain MX evidence; null when the domain has no route
    /// @param hosts with the result of the address that was connected to
    /// @param chains certificates that hosts presented, by host
    /// @param standing the domain's MTA-STS policy
    /// @param reason why no host could be used; empty when one could
    public record Probed(
            Instant at,
            boolean dialled,
            boolean complete,
            @Nullable DomainEvidence domain,
            List<HostResult> hosts,
            Map<String, List<X509Certificate>> chains,
            StsStanding standing,
            String reason) {}

    /// Looks at DNS and the MTA-STS policy only. Blocks for the lookups, a minute at most for the policy.
    public Probed look(DomainName domain) {
        return probe(domain, new HostCall(clock.instant().plus(DaneVerify.TIME_LIMIT), false));
    }

    /// Connects to each host too. Blocks, two minutes at most.
    ///
    /// @return empty, at once, when too many verifications run
    public Optional<Probed> connect(DomainName domain) {
        return runs.limited(() -> probe(domain, new HostCall(clock.instant().plus(DaneVerify.TIME_LIMIT), true)));
    }

    private Probed probe(DomainName domain, HostCall call) {
        CallTerms own = terms.apply(domain);
        CallTerms asking = new CallTerms(
                domain.ascii(), DaneSupport.OPPORTUNISTIC, TlsSupport.REQUIRED, own.families(), own.gateway());
        CallOutcome outcome = dialing.call(
                dialing.route(domain.ascii(), List.of(), DaneSupport.OPPORTUNISTIC), asking, PastCalls.NONE, call);
        return new Probed(
                clock.instant(),
                call.dials,
                outcome.end() == CallOutcome.End.COMPLETE,
                outcome.domain(),
                outcome.hosts(),
                call.chains,
                policies.standing(domain),
                outcome.trouble() == null ? "" : outcome.trouble().text());
    }

    /// The call: it goes to one address of each host that answers.
    private final class HostCall implements Caller<Ready> {

        private final Instant end;
        private final boolean dials;
        private final Map<String, List<X509Certificate>> chains = new HashMap<>();
        private boolean hostOpen;

        HostCall(Instant end, boolean dials) {
            this.end = end;
            this.dials = dials;
        }

        @Override
        public void tell(Stage stage) {
            // Nobody watches.
        }

        @Override
        public boolean wantsHost() {
            hostOpen = false;
            return clock.instant().isBefore(end);
        }

        @Override
        public boolean wantsAddress() {
            return dials && !hostOpen && clock.instant().isBefore(end);
        }

        @Override
        public Opening<Ready> open(Hop hop, InetAddress address) {
            return dialer.until(end).dial(hop, address, stage -> {
                if (stage instanceof Stage.Encrypted encrypted) {
                    chains.put(hop.name(), encrypted.tls().chain());
                }
            });
        }

        @Override
        public @Nullable Trouble use(Hop hop, InetAddress address, Ready conversation) {
            hostOpen = true;
            conversation.quit();
            return null;
        }
    }
}
