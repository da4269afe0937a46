package org.danegate.smtp;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Collections;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// Sessions that a client may resume, by SNI and peer address. Users of one object share its sessions; each
/// conversation still does its own check of the chain.
public final class TlsSessions {

    /// The platform makes a key for each family of groups that it offers, and X25519's is the cheapest to make and
    /// to use. A P-256 key as well would double the cost of a resumed handshake. Nearly all servers know X25519.
    private static final String[] QUICK = {"x25519", "x448"};

    private static final int MOST_REMEMBERED = 10_000;

    static {
        TlsLimits.set();
    }

    private final SSLContext context;
    private final boolean quick;
    private final KeyManager[] clientCertificates;
    private final Set<String> wantAll = Collections.newSetFromMap(Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .executor(Runnable::run)
            .<String, Boolean>build()
            .asMap());
    private final ExpectedHandshakes handshakes = new ExpectedHandshakes();

    /// Offers all key exchange groups, and no client certificate.
    public TlsSessions() {
        this(false, new KeyManager[0]);
    }

    /// Offers only key exchange groups that are quick here. When a peer's handshake fails, in whatever way, it
    /// fails with `NO_COMMON_GROUP` once, and the peer is offered everything from then on.
    public static TlsSessions quick() {
        return new TlsSessions(true, new KeyManager[0]);
    }

    /// The same for a client that presents a certificate to servers that request one.
    public static TlsSessions quick(KeyManager[] clientCertificates) {
        return new TlsSessions(true, clientCertificates);
    }

    /// Creates an object without sessions, with all key exchange groups and the same client certificate.
    public TlsSessions afresh() {
        return new TlsSessions(false, clientCertificates);
    }

    private TlsSessions(boolean quick, KeyManager[] clientCertificates) {
        this.quick = quick;
        this.clientCertificates = clientCertificates;
        try {
            context = SSLContext.getInstance("TLS");
            context.init(clientCertificates, new TrustManager[] {handshakes}, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS is not available here", e);
        }
    }

    /// Chooses what to offer to a peer; true when that is less than everything.
    boolean chooseGroups(SSLParameters parameters, String peer) {
        boolean few = quick && !wantAll.contains(peer);
        if (few) {
            parameters.setNamedGroups(QUICK);
        }
        return few;
    }

    /// Records that the peer's quick handshake failed.
    void offerAll(String peer) {
        wantAll.add(peer);
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
