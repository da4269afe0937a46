package org.danegate.delivery;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.dane.DaneAction;
import org.danegate.dane.DanePlan;
import org.danegate.dane.Evidence.AddressResult;
import org.danegate.policy.TlsSupport;
import org.danegate.smtp.Ready;

/// A conversation in which mail may be sent, with what it was opened for. Used by one run at a time.
final class Connection {

    /// What must be the same for a connection to be used again: the host as it is judged now, not as it was then.
    record Seat(
            String destination,
            String host,
            InetAddress address,
            int port,
            DanePlan plan,
            TlsSupport tls,
            List<DomainName> references,
            VirtualGateway gateway) {

        static Seat of(String destination, Hop hop, InetAddress address) {
            return new Seat(
                    destination,
                    hop.name(),
                    address,
                    hop.port(),
                    hop.plan(),
                    hop.tls(),
                    hop.references(),
                    hop.gateway());
        }
    }

    private final Seat seat;
    private final LimitKey limit;
    private final long dcid;
    private final Ready conversation;
    private final DaneAction action;
    private final AddressResult evidence;
    private final Instant openedAt;
    private int messages;
    private boolean reused;

    Connection(
            Seat seat,
            LimitKey limit,
            long dcid,
            Ready conversation,
            DaneAction action,
            AddressResult evidence,
            Instant openedAt) {
        this.seat = seat;
        this.limit = limit;
        this.dcid = dcid;
        this.conversation = conversation;
        this.action = action;
        this.evidence = evidence;
        this.openedAt = openedAt;
    }

    Seat seat() {
        return seat;
    }

    LimitKey limit() {
        return limit;
    }

    long dcid() {
        return dcid;
    }

    Ready conversation() {
        return conversation;
    }

    DaneAction action() {
        return action;
    }

    AddressResult evidence() {
        return evidence;
    }

    Instant openedAt() {
        return openedAt;
    }

    /// Messages sent so far.
    int messages() {
        return messages;
    }

    void countMessage() {
        messages++;
    }

    /// Whether it was idle before: the peer may have gone in the meantime.
    boolean reused() {
        return reused;
    }

    void markReused() {
        reused = true;
    }
}
