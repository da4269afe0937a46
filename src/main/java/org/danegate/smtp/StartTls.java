package org.danegate.smtp;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;
import org.danegate.smtp.PeerOffers.Failure;
import org.danegate.smtp.SmtpException.TlsFailed;
import org.danegate.smtp.SmtpException.TlsFailed.Stage;
import org.jspecify.annotations.Nullable;

/// The TLS handshake of a client: TLS 1.2 or 1.3, SNI as the caller says, and the caller's check of the chain. The
/// check also runs when a session is resumed, where the platform checks nothing.
final class StartTls {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /// The result: a socket under TLS, and what was offered for it.
    record Secured(SSLSocket socket, OfferedGroups offered) {}

    private StartTls() {}

    /// Turns a connected socket into a TLS one.
    ///
    /// @param sni name to send, null for none
    /// @param most time for the whole handshake
    /// @param watch ends it when its time, or that of the whole set-up, is over
    static Secured handshake(
            Socket plain, @Nullable String sni, ChainCheck check, TlsSessions sessions, Duration most, Watch watch)
            throws TlsFailed {
        String peer = sessions.peer(sni, plain);
        OfferedGroups offered = sessions.offerTo(peer);
        ExpectedHandshakes.Asked asked = null;
        try {
            SSLSocket secure = (SSLSocket) sessions.factory().createSocket(plain, peer, plain.getPort(), true);
            offer(secure, sni, offered);
            asked = sessions.handshakes().expect(secure, check);
            try {
                watch.within(most, () -> {
                    secure.startHandshake();
                    return secure;
                });
            } finally {
                sessions.handshakes().forget(secure);
            }
            if (!asked.wasAsked()) {
                checkResumed(secure, offered, check);
            }
            return new Secured(secure, offered);
        } catch (TlsFailed e) {
            throw e;
        } catch (IOException e) {
            String refusal = asked == null ? null : asked.refusal();
            IOException why = watch.explained(e);
            if (refusal != null) {
                throw new TlsFailed(Stage.CERTIFICATE, refusal, why);
            }
            Failure how = Failure.of(why);
            sessions.failed(peer, offered, how);
            boolean again = PeerOffers.helpsAtOnce(offered.offer(), offered.large(), how);
            throw new TlsFailed(again ? Stage.NO_COMMON_GROUP : Stage.HANDSHAKE, HandshakeWords.of(why), why);
        }
    }

    private static void offer(SSLSocket secure, @Nullable String sni, OfferedGroups offered) {
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        parameters.setServerNames(serverNames(sni));
        KeyExchangeGroups.set(parameters, offered.groups());
        secure.setSSLParameters(parameters);
    }

    /// Checks a resumed session against the caller's current requirements (RFC 7671 8.1: TLSA may have changed).
    private static void checkResumed(SSLSocket secure, OfferedGroups offered, ChainCheck check) throws TlsFailed {
        try {
            check.check(TlsSession.of(secure, offered).chain());
        } catch (CertificateException e) {
            secure.getSession().invalidate();
            throw new TlsFailed(Stage.RESUMED, String.valueOf(e.getMessage()), e);
        }
    }

    private static List<SNIServerName> serverNames(@Nullable String sni) {
        return sni == null ? List.of() : List.of(new HostName(sni));
    }

    /// The name as octets: the platform's own class refuses underscores, but some mail hosts have them in
    /// their names.
    private static final class HostName extends SNIServerName {

        HostName(String name) {
            super(StandardConstants.SNI_HOST_NAME, name.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
