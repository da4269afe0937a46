package org.danegate.syslog;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.danegate.policy.SyslogPush.Framing;
import org.jspecify.annotations.Nullable;

/// A collector on this machine that keeps what it is sent, or accepts connections and never reads.
public final class PretendCollector implements AutoCloseable {

    private final ServerSocket server;
    private final Framing framing;
    private final boolean reads;
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();

    private PretendCollector(ServerSocket server, Framing framing, boolean reads) {
        this.server = server;
        this.framing = framing;
        this.reads = reads;
        Thread.ofVirtual().start(this::accept);
    }

    /// @param port 0 for any
    public static PretendCollector tcp(Framing framing, int port) throws IOException {
        return new PretendCollector(listening(new ServerSocket(), port), framing, true);
    }

    /// @param wantsCertificate whether a client without a certificate is refused
    static PretendCollector tls(SSLContext context, boolean wantsCertificate) throws IOException {
        SSLServerSocket server =
                (SSLServerSocket) context.getServerSocketFactory().createServerSocket();
        server.setNeedClientAuth(wantsCertificate);
        return new PretendCollector(listening(server, 0), Framing.OCTET_COUNTING, true);
    }

    static PretendCollector thatNeverReads() throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReceiveBufferSize(4096);
        return new PretendCollector(listening(server, 0), Framing.LINE_FEED, false);
    }

    private static ServerSocket listening(ServerSocket server, int port) throws IOException {
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return server;
    }

    public int port() {
        return server.getLocalPort();
    }

    /// What came so far, in order.
    public List<String> messages() {
        return List.copyOf(messages);
    }

    int connections() {
        return connections.size();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                connections.add(connection);
                if (reads) {
                    Thread.ofVirtual().start(() -> read(connection));
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void read(Socket connection) {
        try (InputStream in = new BufferedInputStream(connection.getInputStream())) {
            String message = next(in);
            while (message != null) {
                messages.add(message);
                message = next(in);
            }
        } catch (IOException broken) {
            // What came before is kept.
        }
    }

    private @Nullable String next(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        int end = framing == Framing.OCTET_COUNTING ? ' ' : '\n';
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (int c = in.read(); c != end; c = in.read()) {
            if (c < 0) {
                return null;
            }
            head.append((char) c);
            octets.write(c);
        }
        return framing == Framing.OCTET_COUNTING
                ? new String(in.readNBytes(Integer.parseInt(head.toString())), StandardCharsets.UTF_8)
                : octets.toString(StandardCharsets.UTF_8);
    }

    /// Ends all connections and accepts no more.
    @Override
    public void close() throws IOException {
        server.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }
}
