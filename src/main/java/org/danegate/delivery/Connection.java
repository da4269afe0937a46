package org.danegate.delivery;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.dane.DaneAction;
import org.danegate.dane.DanePlan;
import org.danegate.dane.Evidence.AddressResult;
import org.danegate.dialing.Hop;
import org.danegate.dialing.LoginTerms;
import org.danegate.dialing.Opening;
import org.danegate.dialing.VirtualGateway;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.TlsSupport;
import org.danegate.smtp.Ready;
import org.danegate.sts.StsPlan;
import org.jspecify.annotations.Nullable;

/// A conversation in which mail may be sent, with the purpose that it was opened for. Used by one run at a time.
final class Connection {

    /// What must match for a connection to be reused: the host as it is judged now, not as it was judged when the
    /// connection was opened.
    record Seat(
            String destination,
            String host,
            InetAddress address,
            int port,
            DanePlan plan,
            TlsSupport tls,
            List<DomainName> references,
            VirtualGateway gateway,
            @Nullable LoginTerms login,
            DaneSupport dane,
            StsPlan sts) {

        static Seat of(Assignment assignment, Hop hop, InetAddress address) {
            return new Seat(
                    assignment.destination(),
                    hop.name(),
                    address,
                    hop.port(),
                    hop.plan(),
                    hop.tls(),
                    hop.references(),
                    hop.gateway(),
                    hop.login(),
                    assignment.terms().dane(),
                    hop.sts());
        }
    }

    private final Seat seat;
    private final LimitKey limit;
    private final long dcid;
    private final Opening.Open<Ready> opening;
    private final Instant openedAt;
    private int messages;
    private boolean reused;

    Connection(Seat seat, LimitKey limit, long dcid, Opening.Open<Ready> opening, Instant openedAt) {
        this.seat = seat;
        this.limit = limit;
        this.dcid = dcid;
        this.opening = opening;
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
        return opening.conversation();
    }

    DaneAction action() {
        return opening.action();
    }

    AddressResult evidence() {
        return opening.evidence();
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

    /// Whether the connection was idle before: the peer may have closed it in the meantime.
    boolean reused() {
        return reused;
    }

    void markReused() {
        reused = true;
    }
}
