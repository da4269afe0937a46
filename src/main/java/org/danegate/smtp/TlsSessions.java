package org.danegate.smtp;

import com.github.benmanes.caffeine.cache.Ticker;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.danegate.smtp.PeerOffers.Failure;
import org.danegate.smtp.PeerOffers.Offer;
import org.jspecify.annotations.Nullable;

/// Sessions that a client may resume, by SNI and peer address. Users of one object share its sessions; each
/// conversation still does its own check of the chain.
public final class TlsSessions {

    static {
        TlsLimits.set();
    }

    private final SSLContext context;
    private final Offer first;
    private final Supplier<KeyExchangeGroups> groups;
    private final PeerOffers offers;
    private final KeyManager[] clientCertificates;
    private final ExpectedHandshakes handshakes = new ExpectedHandshakes();

    /// Offers all key exchange groups, hybrid ones first, and no client certificate.
    public TlsSessions() {
        this(KeyExchangeGroups::hybridFirst);
    }

    /// Offers all key exchange groups, and no client certificate.
    ///
    /// @param groups read at each handshake
    public TlsSessions(Supplier<KeyExchangeGroups> groups) {
        this(Offer.EVERYTHING, groups, new PeerOffers(Ticker.systemTicker()), new KeyManager[0]);
    }

    /// Offers only key exchange groups that are quick here. When a peer's handshake fails, in whatever way, it
    /// fails with `NO_COMMON_GROUP` once, and the peer is offered everything from then on, or only classical groups
    /// for a day.
    ///
    /// @param groups read at each handshake
    /// @param clientCertificates for servers that request one
    public static TlsSessions quick(Supplier<KeyExchangeGroups> groups, KeyManager... clientCertificates) {
        return new TlsSessions(Offer.QUICK, groups, new PeerOffers(Ticker.systemTicker()), clientCertificates);
    }

    /// Creates an object without sessions, with all key exchange groups and the same client certificate. What is
    /// known of peers is shared.
    public TlsSessions afresh() {
        return new TlsSessions(Offer.EVERYTHING, groups, offers, clientCertificates);
    }

    private TlsSessions(
            Offer first, Supplier<KeyExchangeGroups> groups, PeerOffers offers, KeyManager[] clientCertificates) {
        this.first = first;
        this.groups = groups;
        this.offers = offers;
        this.clientCertificates = clientCertificates;
        try {
            context = SSLContext.getInstance("TLS");
            context.init(clientCertificates, new TrustManager[] {handshakes}, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS is not available here", e);
        }
    }

    /// Chooses what to offer to a peer.
    OfferedGroups offerTo(String peer) {
        KeyExchangeGroups current = groups.get();
        Offer offer = offers.to(peer, first);
        return new OfferedGroups(offer, current.of(offer), current.isLarge(offer));
    }

    /// Records that a peer's handshake failed.
    void failed(String peer, OfferedGroups offered, Failure how) {
        offers.failed(peer, offered.offer(), offered.large(), how);
    }

    SSLSocketFactory factory() {
        return context.getSocketFactory();
    }

    /// The name under which the platform keeps a session: the same SNI at another address is another server, and
    /// from another of our addresses we are another client.
    String peer(@Nullable String sni, Socket plain) {
        return (sni == null ? "" : sni) + "/" + plain.getInetAddress().getHostAddress() + "/"
                + plain.getLocalAddress().getHostAddress();
    }

    ExpectedHandshakes handshakes() {
        return handshakes;
    }
}
