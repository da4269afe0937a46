package org.danegate.dialing;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.danegate.smtp.Ready;
import org.danegate.smtp.Timeouts;
import org.danegate.smtp.TlsSessions;
import org.jspecify.annotations.Nullable;

/// Connects to one address of a hop and prepares the conversation for mail, as the plan and TLS Support demand, or
/// returns why it cannot. Sends nothing of a message. Thread-safe.
public final class HopDialer {

    /// What dialing an address needs besides the address.
    record Means(
            String hostname,
            Timeouts timeouts,
            InstantSource clock,
            LongSupplier nanos,
            PublicTrust publicTrust,
            TlsSessions sessions,
            RouteLogins logins) {

        /// The same without sessions to resume, and with everything that TLS can offer.
        Means inFull() {
            return new Means(hostname, timeouts, clock, nanos, publicTrust, sessions.afresh(), logins);
        }
    }

    private static final PublicTrust PUBLIC_TRUST = new PublicTrust();

    private final String hostname;
    private final Timeouts timeouts;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Function<@Nullable String, TlsSessions> sessions;
    private final RouteLogins logins;

    /// A dialer for hosts that want no authentication.
    ///
    /// @param hostname this host's name, for gateways without one of their own
    /// @param nanos a clock that only goes forward, such as [System#nanoTime]
    /// @param sessions TLS with the client certificate of the given name; null for none
    public HopDialer(
            String hostname,
            Timeouts timeouts,
            InstantSource clock,
            LongSupplier nanos,
            Function<@Nullable String, TlsSessions> sessions) {
        this(hostname, timeouts, clock, nanos, sessions, RouteLogins.NONE);
    }

    /// @param hostname this host's name, for gateways without one of their own
    /// @param nanos a clock that only goes forward, such as [System#nanoTime]
    /// @param sessions TLS with the client certificate of the given name; null for none
    /// @param logins for hosts of SMTP routes that want authentication
    public HopDialer(
            String hostname,
            Timeouts timeouts,
            InstantSource clock,
            LongSupplier nanos,
            Function<@Nullable String, TlsSessions> sessions,
            RouteLogins logins) {
        this.hostname = hostname;
        this.timeouts = timeouts;
        this.clock = clock;
        this.nanos = nanos;
        this.sessions = sessions;
        this.logins = logins;
    }

    /// The same dialer, whose conversations fail when they are not ready by that time.
    public HopDialer until(Instant end) {
        return new HopDialer(
                hostname, timeouts.setUpWithin(Duration.between(clock.instant(), end)), clock, nanos, sessions, logins);
    }

    /// Blocks until mail may be sent, or it is clear that it may not.
    ///
    /// @param told receives each stage as it happens, on the calling thread
    /// @return never {@link Opening.Left}
    public Opening<Ready> dial(Hop hop, InetAddress address, Consumer<? super Stage> told) {
        Means means = new Means(
                hop.gateway().hostname(hostname),
                timeouts,
                clock,
                nanos,
                PUBLIC_TRUST,
                sessions.apply(hop.gateway().certificate()),
                logins);
        try {
            return new AddressDialing(means, hop, address, told).run();
        } catch (TryInFull first) {
            return inFull(means.inFull(), hop, address, told);
        }
    }

    /// With everything offered, a peer may still hang on a hybrid group; with classical ones it gets a last call.
    private static Opening<Ready> inFull(Means means, Hop hop, InetAddress address, Consumer<? super Stage> told) {
        try {
            return new AddressDialing(means, hop, address, told).run();
        } catch (TryInFull second) {
            try {
                return new AddressDialing(means, hop, address, told).run();
            } catch (TryInFull impossible) {
                throw new IllegalStateException("nothing is left to offer", impossible);
            }
        }
    }
}
