package org.danegate.https;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// A TLS handshake in memory between a client that trusts one certificate and a server that presents it: a pair that
/// cannot do it would leave the console without HTTPS.
final class TrialHandshake {

    /// Steps that no handshake needs.
    private static final int MOST_STEPS = 200;

    private TrialHandshake() {}

    /// Does the handshake with each version of TLS that the console speaks.
    ///
    /// @param store certificate and key under an empty password
    /// @throws SSLException when it does not succeed
    /// @throws GeneralSecurityException when the store holds no such pair
    static void with(KeyStore store) throws SSLException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        if (!(store.getCertificate(store.aliases().nextElement()) instanceof X509Certificate own)) {
            throw new SSLException("no certificate");
        }
        SSLContext server = SSLContext.getInstance("TLS");
        server.init(keys.getKeyManagers(), null, null);
        SSLContext client = SSLContext.getInstance("TLS");
        client.init(null, new TrustManager[] {new OnlyThis(own)}, null);
        for (String version : TlsConnector.PROTOCOLS) {
            shake(engine(client, true, version), engine(server, false, version));
        }
    }

    private static SSLEngine engine(SSLContext context, boolean isClient, String version) {
        SSLEngine engine = context.createSSLEngine("console", 443);
        engine.setUseClientMode(isClient);
        engine.setEnabledProtocols(new String[] {version});
        return engine;
    }

    private static void shake(SSLEngine client, SSLEngine server) throws SSLException {
        int size = client.getSession().getPacketBufferSize();
        ByteBuffer toServer = ByteBuffer.allocate(4 * size);
        ByteBuffer toClient = ByteBuffer.allocate(4 * size);
        client.beginHandshake();
        server.beginHandshake();
        for (int step = 0; step < MOST_STEPS; step++) {
            step(client, toClient, toServer);
            step(server, toServer, toClient);
            if (isDone(client) && isDone(server)) {
                return;
            }
        }
        throw new SSLException("The handshake does not come to an end");
    }

    private static boolean isDone(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        ByteBuffer nothing = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> {
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
            }
            case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                in.flip();
                engine.unwrap(in, nothing);
                in.compact();
            }
            default -> {
                // Done.
            }
        }
    }

    /// @param own the one certificate that is accepted
    private record OnlyThis(X509Certificate own) implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            if (!chain[0].equals(own)) {
                throw new CertificateException("another certificate");
            }
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
