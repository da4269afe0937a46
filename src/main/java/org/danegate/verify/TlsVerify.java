package org.danegate.verify;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.danegate.address.DomainName;
import org.danegate.dialing.CallOutcome;
import org.danegate.dialing.CallTerms;
import org.danegate.dialing.Caller;
import org.danegate.dialing.Dialing;
import org.danegate.dialing.Hop;
import org.danegate.dialing.HopDialer;
import org.danegate.dialing.Opening;
import org.danegate.dialing.PastCalls;
import org.danegate.dialing.Route;
import org.danegate.dialing.Stage;
import org.danegate.event.Trouble;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.SmtpRoute;
import org.danegate.policy.TlsSupport;
import org.danegate.smtp.Ready;
import org.jspecify.annotations.Nullable;

/// Verifies a domain as the engine would deliver to it under TLS Support *Required - Verify* without DANE: a chain to a
/// public authority and the right name, until one address succeeds. Sends no mail. Safe for use by several threads.
public final class TlsVerify {

    private final Dialing dialing;
    private final HopDialer dialer;
    private final Function<DomainName, CallTerms> terms;
    private final InstantSource clock;

    /// @param dialing the engine's own
    /// @param dialer with timeouts suited to a person who waits: see {@link DaneVerify#patience}
    /// @param terms the terms for a call to a domain, whose TLS and DANE Support do not count
    public TlsVerify(Dialing dialing, HopDialer dialer, Function<DomainName, CallTerms> terms, InstantSource clock) {
        this.dialing = dialing;
        this.dialer = dialer;
        this.terms = terms;
        this.clock = clock;
    }

    /// Calls the hosts of the domain by its MX records, ignoring SMTP routes, or one host. Blocks until the
    /// verdict.
    ///
    /// @param host where to connect instead; null for the MX hosts
    /// @param told receives each line when it happens, on the calling thread
    /// @return whether the certificate of a host is verified
    public boolean verify(DomainName domain, SmtpRoute.Host.@Nullable Relay host, Consumer<String> told) {
        CallTerms own = terms.apply(domain);
        CallTerms binding = new CallTerms(
                domain.ascii(), DaneSupport.NONE, TlsSupport.REQUIRED_VERIFY, own.families(), own.gateway());
        Route route = host == null
                ? dialing.route(domain.ascii(), List.of(), DaneSupport.NONE)
                : new Route.Relay(host.host(), List.of(host));
        TlsNarration narration = new TlsNarration(domain, told);
        Instant end = clock.instant().plus(DaneVerify.TIME_LIMIT);
        CallOutcome outcome = dialing.call(route, binding, PastCalls.NONE, new TlsCall(end, narration));
        narration.conclude(outcome.trouble());
        return narration.success();
    }

    /// The call: it ends with the first address that succeeds.
    private final class TlsCall implements Caller<Ready> {

        private final Instant end;
        private final TlsNarration narration;

        TlsCall(Instant end, TlsNarration narration) {
            this.end = end;
            this.narration = narration;
        }

        @Override
        public void tell(Stage stage) {
            narration.tell(stage);
        }

        @Override
        public boolean wantsHost() {
            return wantsAddress();
        }

        @Override
        public boolean wantsAddress() {
            return !narration.success() && clock.instant().isBefore(end);
        }

        @Override
        public Opening<Ready> open(Hop hop, InetAddress address) {
            return dialer.until(end).dial(hop, address, narration::tell);
        }

        @Override
        public @Nullable Trouble use(Hop hop, InetAddress address, Ready conversation) {
            conversation.quit();
            return null;
        }
    }
}
