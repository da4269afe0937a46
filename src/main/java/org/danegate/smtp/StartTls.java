package org.danegate.smtp;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;
import org.danegate.smtp.SmtpException.TlsFailed;
import org.danegate.smtp.SmtpException.TlsFailed.Stage;
import org.jspecify.annotations.Nullable;

/// The TLS handshake of a client: TLS 1.2 or 1.3, SNI as the caller says, and the caller's check of the chain. The
/// check also runs when a session is resumed, where the platform checks nothing.
final class StartTls {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private StartTls() {}

    /// Turns a connected socket into a TLS one.
    ///
    /// @param sni name to send, null for none
    /// @param most time for the whole handshake
    /// @param setUp what else may end it
    static SSLSocket handshake(
            Socket plain, @Nullable String sni, ChainCheck check, TlsSessions sessions, Duration most, Watch setUp)
            throws TlsFailed {
        String peer = sessions.peer(sni, plain);
        boolean few = false;
        TlsSessions.Asked asked = null;
        try {
            SSLSocket secure = (SSLSocket) sessions.factory().createSocket(plain, peer, plain.getPort(), true);
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setProtocols(PROTOCOLS);
            parameters.setServerNames(serverNames(sni));
            few = sessions.chooseGroups(parameters, peer);
            secure.setSSLParameters(parameters);
            asked = sessions.expect(secure, check);
            try {
                Watch.within(plain, most, () -> {
                    secure.startHandshake();
                    return secure;
                });
            } finally {
                sessions.forget(secure);
            }
            if (!asked.wasAsked()) {
                checkResumed(secure, check);
            }
            return secure;
        } catch (TlsFailed e) {
            throw e;
        } catch (IOException broken) {
            IOException e = setUp.explained(broken);
            String refusal = asked == null ? null : asked.refusal();
            if (refusal != null) {
                throw new TlsFailed(Stage.CERTIFICATE, refusal, e);
            }
            if (few) {
                sessions.offerAll(peer);
            }
            // A peer that used up all the time for the small offer would do so again: the next attempt
            // offers everything.
            boolean again = few && !(e instanceof SocketTimeoutException);
            throw new TlsFailed(again ? Stage.NO_COMMON_GROUP : Stage.HANDSHAKE, HandshakeWords.of(e), e);
        }
    }

    /// Checks a resumed session against the caller's current requirements (RFC 7671 8.1: TLSA may have changed).
    private static void checkResumed(SSLSocket secure, ChainCheck check) throws TlsFailed {
        try {
            check.check(session(secure).chain());
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

    static TlsSession session(SSLSocket socket) throws TlsFailed {
        try {
            Certificate[] chain = socket.getSession().getPeerCertificates();
            return new TlsSession(
                    socket.getSession().getProtocol(),
                    openSslName(socket.getSession().getCipherSuite()),
                    Arrays.stream(chain).map(X509Certificate.class::cast).toList());
        } catch (SSLException e) {
            throw new TlsFailed(Stage.HANDSHAKE, "the peer presented no certificate", e);
        }
    }

    /// Turns `TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384` into `ECDHE-RSA-AES256-GCM-SHA384`; TLS 1.3 names stay.
    static String openSslName(String suite) {
        int with = suite.indexOf("_WITH_");
        if (!suite.startsWith("TLS_") || with < 0) {
            return suite;
        }
        String exchange = suite.substring(4, with).replace('_', '-');
        String cipher = suite.substring(with + 6)
                .replaceAll("AES_(\\d+)", "AES$1")
                .replace("_CBC_SHA", "_SHA")
                .replace("CHACHA20_POLY1305_SHA256", "CHACHA20_POLY1305")
                .replace('_', '-');
        return exchange.equals("RSA") ? cipher : exchange + "-" + cipher;
    }
}
