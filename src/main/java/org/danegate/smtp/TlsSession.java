package org.danegate.smtp;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.danegate.smtp.SmtpException.TlsFailed;
import org.danegate.smtp.SmtpException.TlsFailed.Stage;

/// An established TLS session.
///
/// @param protocol such as `TLSv1.3`
/// @param cipher OpenSSL's name, such as `ECDHE-RSA-AES256-GCM-SHA384` or `TLS_AES_256_GCM_SHA384`
/// @param chain certificates as the peer sent them, its own first
/// @param keyExchange what is known of the key exchange, one sentence
public record TlsSession(String protocol, String cipher, List<X509Certificate> chain, String keyExchange) {

    public TlsSession {
        chain = List.copyOf(chain);
    }

    /// The session of a socket after its handshake.
    ///
    /// @throws TlsFailed when the peer presented no certificate
    static TlsSession of(SSLSocket socket, OfferedGroups offered) throws TlsFailed {
        try {
            Certificate[] chain = socket.getSession().getPeerCertificates();
            return new TlsSession(
                    socket.getSession().getProtocol(),
                    openSslName(socket.getSession().getCipherSuite()),
                    Arrays.stream(chain).map(X509Certificate.class::cast).toList(),
                    offered.words());
        } catch (SSLException e) {
            throw new TlsFailed(Stage.HANDSHAKE, "the peer presented no certificate", e);
        }
    }

    /// Turns `TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384` into `ECDHE-RSA-AES256-GCM-SHA384`; TLS 1.3 names stay.
    private static String openSslName(String suite) {
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
