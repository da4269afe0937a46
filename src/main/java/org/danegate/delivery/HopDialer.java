package org.danegate.delivery;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import org.danegate.dane.Evidence.AddressResult;
import org.danegate.event.ConnectionIds;
import org.danegate.event.DeliveryEvents;
import org.danegate.event.Trouble;
import org.danegate.smtp.Timeouts;
import org.danegate.smtp.TlsSessions;

/// Connects to one address of a hop and brings the conversation to where mail may be sent under the plan and the TLS
/// Support: or says why not. Nothing of a message is sent here.
final class HopDialer {

    /// What dialling came to.
    sealed interface Dialed {

        /// Mail may be sent.
        record Open(Connection connection) implements Dialed {}

        /// It may not.
        ///
        /// @param reached whether the address answered at all
        record Failed(Trouble trouble, boolean reached, AddressResult evidence) implements Dialed {}

        /// An administrator broke the attempt off.
        record BrokenOff() implements Dialed {}

        /// The destination's connections are all in use.
        record AtLimit() implements Dialed {}

        /// The address takes no mail of so many attempts that no more of them begin there just now.
        ///
        /// @param pause how long to leave it
        record Silent(Duration pause) implements Dialed {}
    }

    /// What all attempts share.
    record Means(
            String hostname,
            Timeouts timeouts,
            DeliveryEvents events,
            InstantSource clock,
            PublicTrust publicTrust,
            TlsSessions sessions) {

        /// The same without sessions to resume, and with all that TLS has to offer.
        Means inFull() {
            return new Means(hostname, timeouts, events, clock, publicTrust, sessions.afresh());
        }
    }

    private final String hostname;
    private final Timeouts timeouts;
    private final ConnectionIds ids;
    private final DeliveryEvents events;
    private final InstantSource clock;
    private final PublicTrust publicTrust = new PublicTrust();
    private final ClientTls tls;

    /// @param hostname this host's name, for gateways without one of their own
    HopDialer(
            String hostname,
            Timeouts timeouts,
            ConnectionIds ids,
            DeliveryEvents events,
            InstantSource clock,
            ClientTls tls) {
        this.hostname = hostname;
        this.timeouts = timeouts;
        this.ids = ids;
        this.events = events;
        this.clock = clock;
        this.tls = tls;
    }

    /// @param limit what the connection counts for
    /// @param attempt told what is spoken over
    Dialed dial(String destination, Hop hop, InetAddress address, LimitKey limit, Attempt attempt) {
        Means means = new Means(
                hop.gateway().hostname(hostname),
                timeouts,
                events,
                clock,
                publicTrust,
                tls.sessions(hop.gateway().certificate()));
        try {
            return new Dialing(means, ids.nextDcid(), destination, hop, address, limit, attempt).run();
        } catch (Dialing.TryInFull first) {
            try {
                return new Dialing(means.inFull(), ids.nextDcid(), destination, hop, address, limit, attempt).run();
            } catch (Dialing.TryInFull impossible) {
                throw new IllegalStateException("more than everything was asked for", impossible);
            }
        }
    }
}
