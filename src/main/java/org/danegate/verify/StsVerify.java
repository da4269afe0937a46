package org.danegate.verify;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.danegate.address.DomainName;
import org.danegate.dane.DanePlan;
import org.danegate.dane.Evidence.HostResult;
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
import org.jspecify.annotations.Nullable;

/// Calls every MX host of a domain as the engine would under DANE Opportunistic and the domain's MTA-STS policy. Hosts
/// that DANE judges, and those that an enforced policy does not name, are not connected to. Sends no mail. Safe for use
/// by several threads.
public final class StsVerify {

    /// After this long no further host or address is tried, and a conversation in progress ends.
    private static final Duration TIME_LIMIT = Duration.ofMinutes(1);

    private final Dialing dialing;
    private final HopDialer dialer;
    private final Function<DomainName, CallTerms> terms;
    private final InstantSource clock;

    /// @param dialing the engine's own
    /// @param dialer with timeouts suited to a person who waits: see {@link DaneVerify#patience}
    /// @param terms the terms for a call to a domain, whose TLS and DANE Support do not count
    public StsVerify(Dialing dialing, HopDialer dialer, Function<DomainName, CallTerms> terms, InstantSource clock) {
        this.dialing = dialing;
        this.dialer = dialer;
        this.terms = terms;
        this.clock = clock;
    }

    /// Calls the hosts by the MX records of the domain, ignoring SMTP routes. Blocks until all were tried, a minute
    /// at most.
    List<HostResult> hosts(DomainName domain) {
        CallTerms own = terms.apply(domain);
        DaneSupport dane = DaneSupport.OPPORTUNISTIC;
        // Required, so that a host without TLS is not tried once more in the clear.
        CallTerms binding =
                new CallTerms(domain.ascii(), dane, TlsSupport.REQUIRED, own.families(), own.gateway(), true, false);
        Instant end = clock.instant().plus(TIME_LIMIT);
        return dialing.call(dialing.route(domain.ascii(), List.of(), dane), binding, PastCalls.NONE, new StsCall(end))
                .hosts();
    }

    /// The call: a host's turn ends with the first address that would take mail.
    private final class StsCall implements Caller<Ready> {

        private final Instant end;
        private boolean hostOpen;

        StsCall(Instant end) {
            this.end = end;
        }

        @Override
        public void tell(Stage stage) {
            // The result says everything.
        }

        @Override
        public boolean wantsHost() {
            hostOpen = false;
            return wantsAddress();
        }

        @Override
        public boolean wantsAddress() {
            return !hostOpen && clock.instant().isBefore(end);
        }

        @Override
        public Opening<Ready> open(Hop hop, InetAddress address) {
            return hop.plan() instanceof DanePlan.Authenticate
                    ? new Opening.Left<>(null)
                    : dialer.until(end).dial(hop, address, stage -> {});
        }

        @Override
        public @Nullable Trouble use(Hop hop, InetAddress address, Ready conversation) {
            hostOpen = true;
            conversation.quit();
            return null;
        }
    }
}
