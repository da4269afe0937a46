package org.danegate.syslog;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.danegate.policy.SyslogPush.Framing;
import org.jspecify.annotations.Nullable;

/// A TCP connection to a collector, with or without TLS (RFC 6587, RFC 5425).
final class StreamConnection implements LogConnection {

    /// The longest time that connecting and the TLS handshake may each take.
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket wire;
    private final Socket socket;
    private final OutputStream out;
    private final Framing framing;

    private StreamConnection(Socket wire, Socket socket, Framing framing) throws IOException {
        this.wire = wire;
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.framing = framing;
        socket.setSoTimeout(1);
    }

    /// @param tls null for none
    static StreamConnection open(String host, int port, Framing framing, @Nullable SSLContext tls) throws IOException {
        Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(InetAddress.getByName(host), port), PATIENCE_MILLIS);
            plain.setTcpNoDelay(true);
            plain.setKeepAlive(true);
            plain.setSoTimeout(PATIENCE_MILLIS);
            return new StreamConnection(plain, tls == null ? plain : encrypted(plain, host, port, tls), framing);
        } catch (IOException | RuntimeException failed) {
            plain.close();
            throw failed;
        }
    }

    private static SSLSocket encrypted(Socket plain, String host, int port, SSLContext tls) throws IOException {
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        // The names in the certificate, as for HTTPS (RFC 5425 section 5.2 asks for the same check).
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(Arrays.stream(parameters.getProtocols())
                .filter(p -> p.equals("TLSv1.2") || p.equals("TLSv1.3"))
                .toArray(String[]::new));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    @Override
    public void send(byte[] message) throws IOException {
        out.write(framed(message));
        out.flush();
    }

    private byte[] framed(byte[] message) {
        if (framing == Framing.LINE_FEED) {
            byte[] line = Arrays.copyOf(message, message.length + 1);
            line[message.length] = '\n';
            return line;
        }
        byte[] length = (message.length + " ").getBytes(StandardCharsets.US_ASCII);
        byte[] frame = Arrays.copyOf(length, length.length + message.length);
        System.arraycopy(message, 0, frame, length.length, message.length);
        return frame;
    }

    @Override
    public void check() throws IOException {
        try {
            if (socket.getInputStream().read() < 0) {
                throw new EOFException("the collector closed the connection");
            }
        } catch (SocketTimeoutException nothing) {
            // As it should be: collectors do not answer.
        }
    }

    @Override
    public void end() throws IOException {
        socket.shutdownOutput();
    }

    /// Closes the connection below TLS, whose farewell would wait for a collector that does not read.
    @Override
    public void close() {
        try {
            wire.close();
        } catch (IOException alreadyGone) {
            // Nothing is left to close.
        }
    }
}
