package org.danegate.practice;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.danegate.practice.ReceiverBehaviour.StartTls;
import org.jspecify.annotations.Nullable;

/// The TLS side of a receiver's conversation (RFC 3207): the handshake after STARTTLS, or what a faulty server sends
/// instead of it.
final class ReceiverTls {
    private static final int RECORD_HEAD = 5;

    /// An alert of TLS 1.0, fatal, protocol_version (70).
    private static final byte[] PROTOCOL_VERSION_ALERT = {21, 3, 1, 0, 2, 2, 70};

    private static final byte[] NO_TLS = "this is not TLS at all\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Socket plain;
    private final @Nullable PracticeCertificate certificate;
    private final ReceiverBehaviour behaviour;
    private @Nullable SSLSocket layered;

    ReceiverTls(Socket plain, @Nullable PracticeCertificate certificate, ReceiverBehaviour behaviour) {
        this.plain = plain;
        this.certificate = certificate;
        this.behaviour = behaviour;
    }

    /// Whether the EHLO reply has STARTTLS now.
    boolean isOffered() {
        return layered == null && certificate != null && behaviour.startTls() != StartTls.NOT_OFFERED;
    }

    /// Encrypts the connection.
    ///
    /// @return the lines under TLS
    WireLines handshake() throws IOException {
        if (certificate == null) {
            throw new IllegalStateException("no certificate");
        }
        ReceiverBehaviour.HelloLimit most = behaviour.quirks().hello();
        SSLSocketFactory factory = certificate.serverContext().getSocketFactory();
        SSLSocket secured = (SSLSocket)
                (most == null
                        ? factory.createSocket(plain, null, plain.getPort(), true)
                        : factory.createSocket(plain, new ByteArrayInputStream(borne(most)), true));
        secured.setUseClientMode(false);
        limit(secured);
        secured.startHandshake();
        layered = secured;
        return new WireLines(secured.getInputStream(), secured.getOutputStream());
    }

    /// The first record of the handshake, if it is short enough.
    ///
    /// @throws IOException when it is not: after a reset, or when the client has given up
    private byte[] borne(ReceiverBehaviour.HelloLimit most) throws IOException {
        InputStream in = plain.getInputStream();
        byte[] head = in.readNBytes(RECORD_HEAD);
        int length = head.length < RECORD_HEAD ? 0 : (head[3] & 0xff) << 8 | head[4] & 0xff;
        if (RECORD_HEAD + length > most.octets()) {
            if (most.resets()) {
                plain.setSoLinger(true, 0);
                plain.close();
            } else {
                in.readAllBytes();
            }
            throw new IOException("a ClientHello of " + (RECORD_HEAD + length) + " octets");
        }
        byte[] record = Arrays.copyOf(head, RECORD_HEAD + length);
        in.readNBytes(record, RECORD_HEAD, length);
        return record;
    }

    private void limit(SSLSocket secured) {
        ReceiverBehaviour.Quirks quirks = behaviour.quirks();
        SSLParameters parameters = secured.getSSLParameters();
        if (!quirks.protocol().isEmpty()) {
            parameters.setProtocols(new String[] {quirks.protocol()});
        }
        if (!quirks.group().isEmpty()) {
            parameters.setNamedGroups(new String[] {quirks.group()});
        }
        secured.setSSLParameters(parameters);
    }

    /// Answers the ClientHello with octets that are not TLS.
    void answerWithoutTls() throws IOException {
        // Sent at once, it would sometimes be read together with the 220 and count as injected plaintext.
        plain.getInputStream().read();
        send(NO_TLS);
    }

    /// The answer of a server with only TLS 1.0 to a client that does not offer it. The platform refuses to act as
    /// such a server.
    void refuseVersion() throws IOException {
        InputStream in = plain.getInputStream();
        byte[] head = in.readNBytes(RECORD_HEAD);
        if (head.length == RECORD_HEAD) {
            in.skipNBytes((head[3] & 0xff) << 8 | head[4] & 0xff);
        }
        send(PROTOCOL_VERSION_ALERT);
    }

    private void send(byte[] octets) throws IOException {
        plain.getOutputStream().write(octets);
        plain.getOutputStream().flush();
    }

    /// The TLS version in use; null in the clear.
    @Nullable
    String protocol() {
        return layered == null ? null : layered.getSession().getProtocol();
    }

    /// The name in the client's SNI; null when there is none.
    @Nullable
    String serverName() {
        if (layered != null && layered.getSession() instanceof ExtendedSSLSession session) {
            return session.getRequestedServerNames().stream()
                    .filter(SNIHostName.class::isInstance)
                    .map(name -> ((SNIHostName) name).getAsciiName())
                    .findFirst()
                    .orElse(null);
        }
        return null;
    }
}
