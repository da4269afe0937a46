import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Attacks a running gateway, each attack on a server of its own in a data directory of its own, on loopback alone and
/// for a bounded time. A row each says what became of it; the exit status is 1 when one of them ended the gateway, kept
/// it from serving others, or lost mail.
///
/// Usage: `java src/attack/Attacks.java target/danegate.jar [--heap 512m] [attack]...`
public class Attacks {

    private static final Duration LONGEST = Duration.ofSeconds(300);
    private static final int MEGABYTE = 1 << 20;

    private final Path jar;
    private final String heap;

    Attacks(Path jar, String heap) {
        this.jar = jar;
        this.heap = heap;
    }

    /// What an attack showed.
    ///
    /// @param held whether the gateway did what it promises
    record Result(boolean held, String figures) {}

    @FunctionalInterface
    interface Attack {
        Result run(Gateway gateway) throws Exception;
    }

    public static void main(String[] args) throws Exception {
        List<String> words = new ArrayList<>(Arrays.asList(args));
        String heap = "512m";
        int option = words.indexOf("--heap");
        if (option >= 0) {
            heap = words.get(option + 1);
            words.subList(option, option + 2).clear();
        }
        if (words.isEmpty()) {
            System.err.println("java src/attack/Attacks.java target/danegate.jar [--heap 512m] [attack]...");
            System.exit(2);
        }
        boolean held = new Attacks(Path.of(words.removeFirst()).toAbsolutePath(), heap).run(words);
        System.exit(held ? 0 : 1);
    }

    private Map<String, Attack> attacks() {
        Map<String, Attack> all = new LinkedHashMap<>();
        all.put("announced-forms", this::announcedForms);
        all.put("slow-receivers", gateway -> receivers(gateway, 40, 15 * MEGABYTE, MEGABYTE));
        all.put("stuck-receivers", gateway -> receivers(gateway, 24, 19 * MEGABYTE, 0));
        all.put("unfinished-messages", this::unfinishedMessages);
        return all;
    }

    private boolean run(List<String> wanted) throws Exception {
        boolean held = true;
        System.out.printf("%-20s %-6s %-7s %s%n", "attack", "heap", "held", "figures");
        for (Map.Entry<String, Attack> attack : attacks().entrySet()) {
            if (!wanted.isEmpty() && !wanted.contains(attack.getKey())) {
                continue;
            }
            Result result;
            try (Gateway gateway = new Gateway(jar, heap)) {
                Result itself = attack.getValue().run(gateway);
                String after = gateway.health();
                result = new Result(itself.held() && after.isEmpty(), itself.figures() + gateway.figures() + after);
            } catch (Exception e) {
                result = new Result(false, e.toString());
            }
            held &= result.held();
            System.out.printf("%-20s %-6s %-7s %s%n", attack.getKey(), heap, result.held() ? "yes" : "NO", result.figures());
        }
        return held;
    }

    /// Strangers who announce a form of a million octets and send two.
    private Result announcedForms(Gateway gateway) throws Exception {
        List<Socket> open = new ArrayList<>();
        int answered = 0;
        for (int i = 0; i < 600; i++) {
            try {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.http);
                socket.setSoTimeout(1);
                socket.getOutputStream()
                        .write(("POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                                        + "application/x-www-form-urlencoded\r\nContent-Length: 1000000\r\n\r\na=")
                                .getBytes(StandardCharsets.US_ASCII));
                open.add(socket);
            } catch (IOException refused) {
                answered++;
            }
        }
        boolean served = gateway.takesMail();
        for (Socket socket : open) {
            try (socket) {
                socket.getInputStream().read();
                answered++;
            } catch (IOException silent) {
                continue;
            }
        }
        return new Result(served, "600 announced, " + answered + " answered or refused; mail meanwhile " + served);
    }

    /// Large messages for many destinations whose receivers take them slowly, or not at all.
    ///
    /// @param rate octets a second that a receiver reads, 0 for none
    private Result receivers(Gateway gateway, int destinations, int size, int rate) throws Exception {
        try (Receivers receivers = new Receivers(gateway.receiver, rate)) {
            for (int i = 0; i < destinations; i++) {
                gateway.send("someone@d" + i + ".large.example", size);
            }
            long start = System.nanoTime();
            gateway.release();
            if (rate == 0) {
                receivers.reached.await(60, TimeUnit.SECONDS);
                boolean served = gateway.takesMail();
                return new Result(served, destinations + " messages held up; mail meanwhile " + served);
            }
            while (receivers.messages.get() < destinations && elapsed(start) < LONGEST.toSeconds() && gateway.lives()) {
                TimeUnit.MILLISECONDS.sleep(200);
            }
            return new Result(
                    receivers.messages.get() == destinations,
                    receivers.messages + " of " + destinations + " delivered in " + elapsed(start) + " s");
        }
    }

    /// Messages of nine million octets that never end.
    private Result unfinishedMessages(Gateway gateway) throws Exception {
        List<Socket> open = new ArrayList<>();
        try {
            byte[] line = ("x".repeat(998) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 14; i++) {
                Socket socket = gateway.conversation("someone@d0.large.example");
                open.add(socket);
                OutputStream out = socket.getOutputStream();
                for (int n = 0; n < 9_000; n++) {
                    out.write(line);
                }
                out.flush();
            }
            boolean served = gateway.takesMail();
            return new Result(served, "14 messages of 9 MB unfinished; mail meanwhile " + served);
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    private static long elapsed(long start) {
        return (System.nanoTime() - start) / 1_000_000_000;
    }

    /// Servers that take mail at a pace.
    static final class Receivers implements AutoCloseable {

        private final ServerSocket server;
        private final int rate;
        private final AtomicInteger messages = new AtomicInteger();
        private final CountDownLatch reached = new CountDownLatch(20);

        Receivers(int port, int rate) throws IOException {
            this.server = new ServerSocket(port, 1000, InetAddress.getLoopbackAddress());
            this.rate = rate;
            Thread.ofVirtual().start(() -> {
                while (!server.isClosed()) {
                    try {
                        Socket socket = server.accept();
                        Thread.ofVirtual().start(() -> converse(socket));
                    } catch (IOException closed) {
                        return;
                    }
                }
            });
        }

        private void converse(Socket socket) {
            try (socket) {
                InputStream in = socket.getInputStream();
                OutputStream out = socket.getOutputStream();
                say(out, "220 receiver");
                StringBuilder line = new StringBuilder();
                for (int c = in.read(); c >= 0; c = in.read()) {
                    if (c != '\n') {
                        line.append((char) c);
                        continue;
                    }
                    String command = line.toString().strip().toUpperCase();
                    line.setLength(0);
                    if (command.startsWith("DATA")) {
                        say(out, "354 go on");
                        data(in);
                        messages.incrementAndGet();
                    }
                    say(out, command.startsWith("QUIT") ? "221 bye" : "250 ok");
                    if (command.startsWith("QUIT")) {
                        return;
                    }
                }
            } catch (IOException | InterruptedException gone) {
                return;
            }
        }

        private void data(InputStream in) throws IOException, InterruptedException {
            reached.countDown();
            byte[] some = new byte[16 << 10];
            String end = "";
            long start = System.nanoTime();
            long taken = 0;
            while (!end.endsWith("\r\n.\r\n")) {
                if (rate == 0) {
                    TimeUnit.MINUTES.sleep(10);
                }
                int n = in.read(some);
                if (n < 0) {
                    throw new IOException("cut off");
                }
                taken += n;
                String tail = end + new String(some, Math.max(0, n - 5), Math.min(n, 5), StandardCharsets.ISO_8859_1);
                end = tail.substring(Math.max(0, tail.length() - 5));
                long due = taken * 1000 / rate - (System.nanoTime() - start) / 1_000_000;
                if (due > 0) {
                    TimeUnit.MILLISECONDS.sleep(due);
                }
            }
        }

        private static void say(OutputStream out, String text) throws IOException {
            out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    /// A server of its own.
    static final class Gateway implements AutoCloseable {

        private static final String PASSWORD = "Attacked-but-serving-1";

        private final Path folder = Files.createTempDirectory("danegate-attacked");
        private final int http = freePort();
        private final int smtp = freePort();
        private final int receiver = freePort();
        private final Path log = folder.resolve("server.log");
        private final Process process;

        Gateway(Path jar, String heap) throws Exception {
            Path policy = Files.writeString(folder.resolve("policy.yml"), """
                    dns: { servers: [ { address: 127.0.0.1, port: 9, priority: 0 } ] }
                    smtpRoutes: [ { domain: .large.example, hosts: [ { host: 127.0.0.1, port: %d } ] } ]
                    listeners:
                      - name: In
                        address: 127.0.0.1
                        port: %d
                        maxMessageSize: 20971520
                        senderGroups: [ { name: RELAYLIST, senders: [ ALL ], policy: RELAYED } ]
                    mailFlowPolicies: [ { name: RELAYED, behavior: RELAY } ]
                    """.formatted(receiver, smtp));
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-Xmx" + heap,
                            "-XX:+UseSerialGC",
                            "-jar",
                            jar.toString(),
                            "serve",
                            "--danegate.data-dir=" + folder.resolve("data"),
                            "--danegate.policy-file=" + policy,
                            "--danegate.admin-password=" + PASSWORD,
                            "--server.port=" + http)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            long start = System.nanoTime();
            while (!health().isEmpty()) {
                if (!process.isAlive() || elapsed(start) > 180) {
                    process.destroyForcibly();
                    throw new IOException("the gateway did not start: " + Files.readString(log));
                }
                TimeUnit.MILLISECONDS.sleep(200);
            }
            suspend("suspend");
        }

        boolean lives() {
            return process.isAlive();
        }

        /// Empty when console and listener serve, else what does not.
        String health() {
            if (!process.isAlive()) {
                return "; DEAD with status " + process.exitValue();
            }
            String console = "";
            try {
                HttpURLConnection connection = (HttpURLConnection)
                        URI.create("http://127.0.0.1:" + http + "/sign-in").toURL().openConnection();
                connection.setConnectTimeout(5_000);
                connection.setReadTimeout(10_000);
                console = connection.getResponseCode() == 200 ? "" : "; console says " + connection.getResponseCode();
            } catch (IOException e) {
                console = "; console: " + e.getMessage();
            }
            return console + (takesMail() ? "" : "; listener takes no mail");
        }

        boolean takesMail() {
            try {
                send("someone@elsewhere.example", 1000);
                return true;
            } catch (IOException e) {
                return false;
            }
        }

        void send(String recipient, int size) throws IOException {
            try (Socket socket = conversation(recipient)) {
                OutputStream out = socket.getOutputStream();
                byte[] line = ("y".repeat(998) + "\r\n").getBytes(StandardCharsets.US_ASCII);
                for (int sent = 0; sent < size; sent += line.length) {
                    out.write(line);
                }
                out.write(".\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII));
                out.flush();
                expect(reader(socket), "250");
            }
        }

        /// A conversation that has come to DATA.
        Socket conversation(String recipient) throws IOException {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), smtp);
            socket.setSoTimeout(30_000);
            BufferedReader in = reader(socket);
            expect(in, "220");
            for (String command : List.of("HELO attacker.example", "MAIL FROM:<a@attacker.example>",
                    "RCPT TO:<" + recipient + ">")) {
                socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
                expect(in, "250");
            }
            socket.getOutputStream().write("DATA\r\n".getBytes(StandardCharsets.US_ASCII));
            expect(in, "354");
            return socket;
        }

        private static BufferedReader reader(Socket socket) throws IOException {
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        }

        private static void expect(BufferedReader in, String code) throws IOException {
            String line = in.readLine();
            while (line != null && line.startsWith("-", 3)) {
                line = in.readLine();
            }
            if (line == null || !line.startsWith(code)) {
                throw new IOException("not " + code + ": " + line);
            }
        }

        /// Lets go what was sent so far, all at once.
        void release() throws Exception {
            suspend("resume");
        }

        private void suspend(String verb) throws Exception {
            HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + http
                            + "/api/v1/queue/" + verb)
                    .toURL()
                    .openConnection();
            connection.setRequestMethod("POST");
            connection.setRequestProperty(
                    "Authorization",
                    "Basic " + java.util.Base64.getEncoder().encodeToString(("admin:" + PASSWORD).getBytes()));
            if (connection.getResponseCode() >= 300) {
                throw new IOException(verb + " was answered " + connection.getResponseCode());
            }
        }

        /// Memory, and errors that the log tells.
        String figures() throws IOException {
            long errors = 0;
            try (var lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
                errors = lines.filter(l -> l.contains("OutOfMemoryError")).count();
            }
            Path rollup = Path.of("/proc", String.valueOf(process.pid()), "smaps_rollup");
            String pss = Files.isReadable(rollup) && process.isAlive()
                    ? Files.readAllLines(rollup).stream()
                            .filter(l -> l.startsWith("Pss:"))
                            .map(l -> Long.parseLong(l.replaceAll("\\D", "")) / 1024 + " MiB")
                            .findFirst()
                            .orElse("?")
                    : "?";
            return "; PSS " + pss + "; OutOfMemoryErrors " + errors;
        }

        private static int freePort() throws IOException {
            try (ServerSocket free = new ServerSocket(0)) {
                return free.getLocalPort();
            }
        }

        @Override
        public void close() throws Exception {
            process.destroy();
            if (!process.waitFor(25, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
