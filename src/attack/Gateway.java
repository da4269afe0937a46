import java.io.BufferedReader;
import java.io.IOException;
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
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A gateway started for an attack.
final class Gateway implements AutoCloseable {

    private static final String PASSWORD = "Attacked-but-serving-1";

    private final Path folder = Files.createTempDirectory("danegate-attacked");
    final int http = freePort();
    final int smtp = freePort();
    final int receiver = freePort();
    final int quick = freePort();
    final Path log = folder.resolve("server.log");
    private final Process process;

    Gateway(Path jar, String heap, List<String> javaOptions) throws Exception {
        Path policy = Files.writeString(folder.resolve("policy.yml"), """
                dns: { servers: [ { address: 127.0.0.1, port: 9, priority: 0 } ] }
                smtpRoutes:
                  - { domain: .large.example, hosts: [ { host: 127.0.0.1, port: %d } ] }
                  - { domain: .quick.example, hosts: [ { host: 127.0.0.1, port: %d } ] }
                listeners:
                  - name: In
                    address: 127.0.0.1
                    port: %d
                    maxMessageSize: 20971520
                    senderGroups: [ { name: RELAYLIST, senders: [ ALL ], policy: RELAYED } ]
                mailFlowPolicies: [ { name: RELAYED, behavior: RELAY } ]
                """.formatted(receiver, quick, smtp));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heap);
        command.addAll(javaOptions);
        command.addAll(List.of(
                "-jar",
                jar.toString(),
                "serve",
                "--danegate.data-dir=" + folder.resolve("data"),
                "--danegate.policy-file=" + policy,
                "--danegate.admin-password=" + PASSWORD,
                "--server.port=" + http));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        long start = System.nanoTime();
        while (!health().isEmpty()) {
            if (!process.isAlive() || (System.nanoTime() - start) / 1_000_000_000 > 180) {
                process.destroyForcibly();
                throw new IOException("the gateway did not start: " + Files.readString(log));
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    boolean lives() {
        return process.isAlive();
    }

    /// Empty when console and listener serve; otherwise names what does not.
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

    /// Opens a conversation that has reached DATA.
    Socket conversation(String recipient) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), smtp);
        socket.setSoTimeout(30_000);
        socket.setTcpNoDelay(true);
        BufferedReader in = reader(socket);
        expect(in, "220");
        for (String command :
                List.of("HELO attacker.example", "MAIL FROM:<a@attacker.example>", "RCPT TO:<" + recipient + ">")) {
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

    /// Stops all delivery until {@link #release}.
    void hold() throws Exception {
        suspend("suspend");
    }

    /// Releases everything sent so far, all at once.
    void release() throws Exception {
        suspend("resume");
    }

    private void suspend(String verb) throws Exception {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create("http://127.0.0.1:" + http + "/api/v1/queue/" + verb)
                        .toURL()
                        .openConnection();
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Authorization", authorization());
        if (connection.getResponseCode() >= 300) {
            throw new IOException(verb + " was answered " + connection.getResponseCode());
        }
    }

    /// Loads a policy through the API.
    ///
    /// @return the status of the answer; 0 when the gateway hung up instead
    int loads(String policy) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + http + "/api/v1/policy")
                .toURL()
                .openConnection();
        connection.setRequestMethod("PUT");
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/yaml");
        connection.setRequestProperty("Authorization", authorization());
        byte[] octets = policy.getBytes(StandardCharsets.UTF_8);
        connection.setFixedLengthStreamingMode(octets.length);
        try {
            connection.getOutputStream().write(octets);
        } catch (IOException refusedEarly) {
            return status(connection);
        }
        return status(connection);
    }

    private static int status(HttpURLConnection connection) {
        try {
            return connection.getResponseCode();
        } catch (IOException hungUp) {
            return 0;
        }
    }

    private static String authorization() {
        return "Basic " + Base64.getEncoder().encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    }

    /// Octets of the mail log.
    long logSize() throws IOException {
        try (var files = Files.walk(folder.resolve("data"))) {
            long size = 0;
            for (Path file : files.filter(f -> f.toString().contains("mail_logs") && Files.isRegularFile(f))
                    .toList()) {
                size += Files.size(file);
            }
            return size;
        }
    }

    /// Memory, and errors found in the log.
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
        process.destroyForcibly().waitFor();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
