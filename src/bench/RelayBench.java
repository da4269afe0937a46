import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Source, gateway and sink on one machine: messages of 4 KiB to one destination in clear text, durable before 250.
/// Prints messages per second from the first message sent to the last one at the sink, for each run and the median.
/// Usage: `java src/bench/RelayBench.java target/danegate.jar [messages] [connections] [runs]`
public class RelayBench {

    private static final AtomicInteger DELIVERED = new AtomicInteger();

    public static void main(String[] args) throws Exception {
        Path jar = Path.of(args[0]).toAbsolutePath();
        int messages = args.length > 1 ? Integer.parseInt(args[1]) : 5000;
        int connections = args.length > 2 ? Integer.parseInt(args[2]) : 20;
        int runs = args.length > 3 ? Integer.parseInt(args[3]) : 5;
        Path folder = Files.createTempDirectory("danegate-bench");
        ServerSocket sink = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> serve(sink));
        int smtp = freePort();
        int http = freePort();
        Path policy = Files.writeString(folder.resolve("policy.yml"), """
                destinationControls:
                  default: { tls: NONE, concurrentConnections: 50, messagesPerConnection: 1000 }
                smtpRoutes:
                  - { domain: ALL, hosts: [ { host: 127.0.0.1, port: %d } ] }
                listeners:
                  - { name: OutgoingMail, address: 127.0.0.1, port: %d }
                """.formatted(sink.getLocalPort(), smtp));
        Process gateway = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        jar.toString(),
                        "--server.port=" + http,
                        "--danegate.data-dir=" + folder.resolve("data"),
                        "--danegate.policy-file=" + policy,
                        "--danegate.hostname=gateway.example",
                        "--danegate.admin-password=benchmark-only-1")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.log").toFile())
                .start();
        try {
            awaitReady(gateway, http);
            run(smtp, messages, connections);
            double[] rates = new double[runs];
            for (int i = 0; i < runs; i++) {
                long cpu = cpuMillis(gateway);
                rates[i] = run(smtp, messages, connections);
                System.out.printf(
                        "run %d: %.0f messages/s, %.2f CPU s per 1,000 messages in the gateway%n",
                        i + 1, rates[i], (cpuMillis(gateway) - cpu) / (double) messages);
            }
            Arrays.sort(rates);
            System.out.printf("median: %.0f messages/s%n", rates[runs / 2]);
        } finally {
            gateway.destroy();
            gateway.waitFor();
        }
        System.exit(0);
    }

    private static long cpuMillis(Process process) {
        return process.toHandle()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toMillis();
    }

    private static double run(int port, int messages, int connections) throws Exception {
        DELIVERED.set(0);
        String message = "Subject: bench\r\n\r\n" + ("x".repeat(78) + "\r\n").repeat(51) + ".\r\n";
        long start = System.nanoTime();
        List<Thread> senders = new ArrayList<>();
        AtomicInteger left = new AtomicInteger(messages);
        for (int c = 0; c < connections; c++) {
            senders.add(Thread.ofVirtual().start(() -> send(port, left, message)));
        }
        for (Thread sender : senders) {
            sender.join();
        }
        while (DELIVERED.get() < messages) {
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
        return messages / ((System.nanoTime() - start) / 1e9);
    }

    private static void send(int port, AtomicInteger left, String message) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            reply(in);
            say(out, "EHLO source.example\r\n");
            reply(in);
            while (left.getAndDecrement() > 0) {
                say(out, "MAIL FROM:<a@source.example>\r\nRCPT TO:<b@sink.example>\r\nDATA\r\n");
                reply(in);
                reply(in);
                reply(in);
                say(out, message);
                if (!reply(in).startsWith("250")) {
                    throw new IOException("not accepted");
                }
            }
            say(out, "QUIT\r\n");
            reply(in);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void serve(ServerSocket server) {
        while (true) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> converse(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void converse(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 65536);
            OutputStream out = socket.getOutputStream();
            say(out, "220 sink.example\r\n");
            for (String line = line(in); line != null; line = line(in)) {
                if (line.startsWith("EHLO")) {
                    say(out, "250-sink.example\r\n250 PIPELINING\r\n");
                } else if (line.equals("DATA")) {
                    say(out, "354 go\r\n");
                    while (!".".equals(line)) {
                        line = line(in);
                        if (line == null) {
                            return;
                        }
                    }
                    DELIVERED.incrementAndGet();
                    say(out, "250 taken\r\n");
                } else if (line.equals("QUIT")) {
                    say(out, "221 bye\r\n");
                    return;
                } else {
                    say(out, "250 ok\r\n");
                }
            }
        } catch (IOException e) {
            // The gateway hung up: nothing to count.
        }
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String reply(InputStream in) throws IOException {
        String line = line(in);
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = line(in);
        }
        if (line == null) {
            throw new IOException("closed");
        }
        return line;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                return line.charAt(line.length() - 1) == '\r' ? line.substring(0, line.length() - 1) : line.toString();
            }
            line.append((char) b);
        }
        return null;
    }

    private static void awaitReady(Process process, int http) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + http + "/actuator/health/readiness"))
                .build();
        long end = System.nanoTime() + 120_000_000_000L;
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                java.util.concurrent.locks.LockSupport.parkNanos(200_000_000);
            }
        }
        throw new IllegalStateException("the gateway did not start");
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
