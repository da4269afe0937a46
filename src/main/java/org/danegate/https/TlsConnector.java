package org.danegate.https;

import java.io.IOException;
import java.net.InetAddress;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Service;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.danegate.access.ConsoleServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A place where the running web server listens for HTTPS.
final class TlsConnector {

    private static final Logger LOG = LoggerFactory.getLogger(TlsConnector.class);

    /// The versions of TLS that are spoken (RFC 9325 section 3.1.1).
    static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    /// For TLS 1.2: only with forward secrecy and authenticated encryption (RFC 9325 section 4.2).
    private static final String CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20";

    private static final int REQUESTS_AT_ONCE = 16;
    private static final int WINDOW = 16 * 1024;

    private final Service service;
    private final Connector connector;

    private TlsConnector(Service service, Connector connector) {
        this.service = service;
        this.connector = connector;
    }

    /// Begins to listen.
    ///
    /// @param store the certificate to present, with its key, under an empty password
    /// @throws IOException when it cannot listen there, with the system's reason
    static TlsConnector open(ConsoleServer server, Service service, InetAddress address, int port, KeyStore store)
            throws IOException {
        Connector connector = server.connector(address, port);
        connector.setScheme("https");
        connector.setSecure(true);
        // Bound at the start, so that the place can be given up while connections go on.
        connector.setProperty("bindOnInit", "false");
        connector.addUpgradeProtocol(http2());
        TlsConnector opened = new TlsConnector(service, connector);
        opened.protocol().setSSLEnabled(true);
        opened.present(store);
        try {
            service.addConnector(connector);
        } catch (IllegalArgumentException notStarted) {
            opened.end();
            throw new IOException(reason(notStarted), notStarted);
        }
        return opened;
    }

    /// With HTTP/2 a browser keeps the streams of many open pages on one connection, where HTTP/1.1 allows it six.
    /// The memory that strangers can make a connection take stays small: a window for each request's body.
    private static Http2Protocol http2() {
        Http2Protocol http2 = new Http2Protocol();
        http2.setMaxConcurrentStreams(REQUESTS_AT_ONCE);
        http2.setMaxConcurrentStreamExecution(REQUESTS_AT_ONCE);
        http2.setInitialWindowSize(WINDOW);
        return http2;
    }

    /// Takes another certificate for new connections. Open ones go on, and no earlier session is resumed.
    void present(KeyStore store) {
        SSLHostConfig config = new SSLHostConfig();
        config.setProtocols(String.join("+", PROTOCOLS));
        config.setCiphers(CIPHERS);
        config.setHonorCipherOrder(true);
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(config, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setCertificateKeystore(store);
        certificate.setCertificateKeystorePassword("");
        config.addCertificate(certificate);
        protocol().addSslHostConfig(config, true);
    }

    /// The port that it listens on.
    int port() {
        return connector.getLocalPort();
    }

    /// Gives the place up at once. Connections go on, each until the end of its request.
    void stopListening() {
        protocol().closeServerSocketGraceful();
    }

    /// Ends everything.
    void end() {
        try {
            service.removeConnector(connector);
            connector.destroy();
        } catch (LifecycleException e) {
            LOG.warn("The console's HTTPS connector did not end cleanly", e);
        }
    }

    private AbstractHttp11Protocol<?> protocol() {
        return (AbstractHttp11Protocol<?>) connector.getProtocolHandler();
    }

    private static String reason(Throwable outer) {
        Throwable root = outer;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return Optional.ofNullable(root.getMessage()).orElse(root.toString());
    }
}
