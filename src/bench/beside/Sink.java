package beside;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The receiver of all mail, a process of its own: accepts every message, counts it and discards it. It offers STARTTLS
/// (TLS 1.3) at the addresses [Places#TLS_PREFIX], and delays each reply at those of slow [FarDomains]. A control
/// connection resets and queries the [Arrivals]; it is a local socket, which another network namespace reaches too.
public final class Sink {

    private static final int BACKLOG = 4000;
    private static final Duration SLOWNESS = Duration.ofSeconds(5);

    private final OpenSsl tls;
    private final Arrivals arrivals = new Arrivals();
    private final List<Socket> waiting = new ArrayList<>();

    private Sink(OpenSsl tls) {
        this.tls = tls;
    }

    /// @param args the files of the certificate and of its key, and of the control socket
    public static void main(String[] args) throws Exception {
        new Sink(new OpenSsl(Path.of(args[0]), Path.of(args[1]))).serve(Path.of(args[2]));
    }

    private void serve(Path controlled) throws IOException {
        ServerSocket silent = new ServerSocket(Places.SILENT_PORT, 1, InetAddress.getByName(Places.DEAD));
        fill(silent);
        ServerSocket smtp = new ServerSocket(Places.SINK_SMTP, BACKLOG);
        ServerSocket tls = new ServerSocket(Places.SINK_TLS, BACKLOG, InetAddress.getByName("127.0.0.1"));
        ServerSocketChannel control = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        control.bind(UnixDomainSocketAddress.of(controlled));
        Thread.ofPlatform().start(() -> accept(smtp, this::converse));
        Thread.ofPlatform().start(() -> accept(tls, this::shakeHands));
        obey(control.accept());
    }

    /// Connections that nobody accepts fill the short backlog: from then on the kernel drops every SYN.
    private void fill(ServerSocket silent) throws IOException {
        try {
            for (int i = 0; i < 10; i++) {
                Socket socket = new Socket();
                waiting.add(socket);
                socket.connect(new InetSocketAddress(silent.getInetAddress(), silent.getLocalPort()), 300);
            }
        } catch (java.net.SocketTimeoutException e) {
            // The backlog is full, as intended.
            return;
        }
        throw new IOException("the backlog of the silent host does not fill");
    }

    private interface Conversation {
        void with(Socket socket) throws IOException;
    }

    private static void accept(ServerSocket server, Conversation conversation) {
        while (true) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> {
                    try (socket) {
                        socket.setTcpNoDelay(true);
                        conversation.with(socket);
                    } catch (IOException e) {
                        // The sender hung up: nothing to count.
                    }
                });
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private void converse(Socket socket) throws IOException {
        arrivals.connected();
        boolean offersTls = socket.getLocalAddress().getHostAddress().startsWith(Places.TLS_PREFIX);
        Duration delay = FarDomains.isSlow(socket.getLocalAddress().getAddress()) ? SLOWNESS : Duration.ZERO;
        try (SinkConversation conversation = new SinkConversation(socket, offersTls, tls, arrivals, delay)) {
            conversation.run();
        }
    }

    /// TLS from the first octet, one octet there and back: for counting handshakes.
    private void shakeHands(Socket socket) throws IOException {
        try (OpenSsl.Session session = tls.new Session(socket.getInputStream(), socket.getOutputStream())) {
            session.handshake();
            InputStream in = session.input();
            session.output().write(in.read());
            if (in.read() >= 0) {
                throw new IOException("one octet was expected");
            }
        }
    }

    private void obey(SocketChannel channel) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(Channels.newInputStream(channel)));
        PrintStream out = new PrintStream(Channels.newOutputStream(channel), true);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            out.println(
                    switch (words[0]) {
                        case "reset" -> arrivals.reset(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
                        case "await" -> arrivals.await(Long.parseLong(words[1]));
                        case "others" -> arrivals.others(Long.parseLong(words[1]), Integer.parseInt(words[2]));
                        case "latency" -> arrivals.latency(Long.parseLong(words[1]), Long.parseLong(words[2]));
                        default -> throw new IOException("unknown: " + line);
                    });
        }
    }
}
