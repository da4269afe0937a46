package beside;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// What a client's TLS 1.3 handshake costs its process: the platform's TLS, the platform's TLS over another provider's
/// cryptography, and another provider's TLS. The peer is the system's OpenSSL as in [Sink], in another process.
/// Processor
/// time is that of this process, which therefore measures one kind; start it once for each. `crypto:CLASS` puts the
/// provider of that class before the platform's, `tls:CLASS` takes its TLS. A handshake is counted with its connection,
/// an octet there and back, and the close.
public class HandshakeBench {

    public static void main(String[] args) throws Exception {
        if (args.length == 3 && args[0].equals("serve")) {
            serve(new OpenSsl(Path.of(args[1]), Path.of(args[2])));
            return;
        }
        if (args.length < 3) {
            System.out.println(
                    "platform|crypto:CLASS|tls:CLASS ecdsa|rsa full|resumed [groups|-] [handshakes] [rounds]");
            System.exit(2);
        }
        boolean resumed = args[2].equals("resumed");
        String[] groups = args.length < 4 || args[3].equals("-") ? new String[0] : args[3].split(",");
        int handshakes = args.length < 5 ? 3000 : Integer.parseInt(args[4]);
        int rounds = args.length < 6 ? 3 : Integer.parseInt(args[5]);
        Path folder = Files.createTempDirectory("danegate-handshakes");
        List<Double> costs = new ArrayList<>();
        List<Double> rates = new ArrayList<>();
        Process server = server(args[1], folder);
        try {
            int port = Integer.parseInt(server.inputReader().readLine());
            Client client = Client.of(args[0], port, groups, resumed);
            run(client, 2 * handshakes);
            for (int round = 0; round < rounds; round++) {
                double before = cpu();
                long start = System.nanoTime();
                run(client, handshakes);
                costs.add((cpu() - before) / handshakes * 1e6);
                rates.add(handshakes / ((System.nanoTime() - start) / 1e9));
            }
            costs.sort(null);
            rates.sort(null);
            System.out.printf(
                    Locale.ROOT,
                    "%-62s %-6s %-8s %-18s %5.0f µs of processor time, %5.0f/s one at a time%n",
                    client.name,
                    args[1],
                    args[2],
                    String.join(",", groups),
                    costs.get(rounds / 2),
                    rates.get(rounds / 2));
        } finally {
            server.destroyForcibly().waitFor();
            try (var files = Files.list(folder)) {
                files.forEach(file -> file.toFile().delete());
            }
            Files.delete(folder);
        }
    }

    /// As the product does it: on a virtual thread.
    private static void run(Client client, int handshakes) throws Exception {
        Exception[] failure = new Exception[1];
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                for (int i = 0; i < handshakes; i++) {
                    client.handshake();
                }
            } catch (Exception e) {
                failure[0] = e;
            }
        });
        thread.join();
        if (failure[0] != null) {
            throw failure[0];
        }
    }

    private static double cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e9;
    }

    private static Process server(String kind, Path folder) throws Exception {
        String key = folder.resolve("key.pem").toString();
        String certificate = folder.resolve("certificate.pem").toString();
        List<String> make = new ArrayList<>(List.of(
                "openssl",
                "req",
                "-x509",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=mx.test",
                "-keyout",
                key,
                "-out",
                certificate));
        make.addAll(
                kind.equals("rsa")
                        ? List.of("-newkey", "rsa:2048")
                        : List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"));
        int made = new ProcessBuilder(make)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (made != 0) {
            throw new IllegalStateException("openssl made no certificate");
        }
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HandshakeBench.class.getName(),
                        "serve",
                        certificate,
                        key)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /// One octet there and back on each connection.
    private static void serve(OpenSsl tls) throws IOException {
        ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        System.out.println(server.getLocalPort());
        while (true) {
            Socket socket = server.accept();
            Thread.ofVirtual().start(() -> {
                try (socket;
                        OpenSsl.Session session = tls.new Session(socket.getInputStream(), socket.getOutputStream())) {
                    socket.setTcpNoDelay(true);
                    session.handshake();
                    session.output().write(session.input().read());
                    session.input().read();
                } catch (IOException e) {
                    System.err.println(e);
                }
            });
        }
    }

    /// Connects, shakes hands, sends one octet and reads the answer, before which come the session's tickets.
    private static final class Client {

        private final String name;
        private final SSLContext context;
        private final int port;
        private final String[] groups;
        private final boolean resumed;
        private final Asked asked = new Asked();
        private long number;

        private Client(String name, SSLContext context, int port, String[] groups, boolean resumed) throws Exception {
            this.name = name;
            this.context = context;
            this.port = port;
            this.groups = groups;
            this.resumed = resumed;
            context.init(null, new TrustManager[] {asked}, null);
        }

        static Client of(String kind, int port, String[] groups, boolean resumed) throws Exception {
            int colon = kind.indexOf(':');
            if (colon < 0) {
                return new Client("platform", SSLContext.getInstance("TLS", "SunJSSE"), port, groups, resumed);
            }
            Provider provider = (Provider) Class.forName(kind.substring(colon + 1))
                    .getDeclaredConstructor()
                    .newInstance();
            String name = kind.substring(0, colon) + " of " + provider.getName() + " " + provider.getVersionStr();
            if (kind.startsWith("tls:")) {
                return new Client(name, SSLContext.getInstance("TLS", provider), port, groups, resumed);
            }
            Security.insertProviderAt(provider, 1);
            return new Client(name, SSLContext.getInstance("TLS", "SunJSSE"), port, groups, resumed);
        }

        void handshake() throws Exception {
            // Another name each time: nothing to resume.
            String peer = resumed ? "mx.test" : "mx" + number++ + ".test";
            int before = asked.count;
            try (Socket plain = new Socket("127.0.0.1", port);
                    SSLSocket secure = (SSLSocket) context.getSocketFactory().createSocket(plain, peer, port, true)) {
                plain.setTcpNoDelay(true);
                SSLParameters parameters = secure.getSSLParameters();
                parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
                if (groups.length > 0) {
                    parameters.setNamedGroups(groups);
                }
                secure.setSSLParameters(parameters);
                secure.startHandshake();
                secure.getOutputStream().write(1);
                if (secure.getInputStream().read() != 1) {
                    throw new IllegalStateException("no answer");
                }
            }
            if (!resumed && asked.count == before) {
                throw new IllegalStateException("resumed");
            }
            if (resumed && asked.count > 3) {
                throw new IllegalStateException("not resumed");
            }
        }
    }

    /// Accepts each chain, and counts.
    private static final class Asked extends X509ExtendedTrustManager {

        private volatile int count;

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            count++;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            count++;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            count++;
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
