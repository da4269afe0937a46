package org.danegate.delivery;

import java.net.InetAddress;
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

        /// The destination's connections are all in use.
        record AtLimit() implements Dialed {}
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
            return new Means(hostname, timeouts, events, clock, publicTrust, new TlsSessions());
        }
    }

    private final Means means;
    private final ConnectionIds ids;

    HopDialer(String hostname, Timeouts timeouts, ConnectionIds ids, DeliveryEvents events, InstantSource clock) {
        this.means = new Means(hostname, timeouts, events, clock, new PublicTrust(), TlsSessions.quick());
        this.ids = ids;
    }

    /// @param limit what the connection counts for
    Dialed dial(String destination, Hop hop, InetAddress address, LimitKey limit) {
        try {
            return new Dialing(means, ids.nextDcid(), destination, hop, address, limit).run();
        } catch (Dialing.TryInFull first) {
            try {
                return new Dialing(means.inFull(), ids.nextDcid(), destination, hop, address, limit).run();
            } catch (Dialing.TryInFull impossible) {
                throw new IllegalStateException("more than everything was asked for", impossible);
            }
        }
    }
}
