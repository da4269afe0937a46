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
import org.danegate.trust.PublicAuthorities;
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
            PublicAuthorities authorities,
            TlsSessions sessions,
            RouteLogins logins) {

        /// The same without sessions to resume, and with everything that TLS can offer.
        Means inFull() {
            return new Means(hostname, timeouts, clock, nanos, authorities, sessions.afresh(), logins);
        }
    }

    private static final PublicAuthorities OF_PLATFORM = PublicAuthorities.ofPlatform();

    private final String hostname;
    private final Timeouts timeouts;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Identities identities;

    /// By what this side and the hosts identify themselves.
    ///
    /// @param sessions TLS with the client certificate of the given name; null for none
    /// @param logins for hosts of SMTP routes that want authentication
    /// @param authorities that vouch for hosts where no TLSA record does
    public record Identities(
            Function<@Nullable String, TlsSessions> sessions, RouteLogins logins, PublicAuthorities authorities) {

        /// Without logins, and with the authorities of the platform.
        public static Identities of(Function<@Nullable String, TlsSessions> sessions) {
            return new Identities(sessions, RouteLogins.NONE, OF_PLATFORM);
        }
    }

    /// @param hostname this host's name, for gateways without one of their own
    /// @param nanos a clock that only goes forward, such as [System#nanoTime]
    public HopDialer(
            String hostname, Timeouts timeouts, InstantSource clock, LongSupplier nanos, Identities identities) {
        this.hostname = hostname;
        this.timeouts = timeouts;
        this.clock = clock;
        this.nanos = nanos;
        this.identities = identities;
    }

    /// The same dialer, whose conversations fail when they are not ready by that time.
    public HopDialer until(Instant end) {
        return new HopDialer(
                hostname, timeouts.setUpWithin(Duration.between(clock.instant(), end)), clock, nanos, identities);
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
                identities.authorities(),
                identities.sessions().apply(hop.gateway().certificate()),
                identities.logins());
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
