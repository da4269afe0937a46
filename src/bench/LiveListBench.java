import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.CookieManager;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/// What the live Delivery Status list costs for each viewer: starts the server with mail for many destinations that
/// cannot be reached, lets more arrive all the time, and opens the page several times. Each viewer requests the rows at
/// each event of the stream, as the page's script does: all rows or only the changed ones, compressed or not, of the
/// page as it opens and of a page of 500 rows. Printed for each viewer: octets over the wire in a minute, the median
/// and the 95th percentile of an answer's time, and the server's processor time in a minute, less what it needs
/// without viewers.
///
/// Usage: `java src/bench/LiveListBench.java target/danegate.jar [destinations] [seconds] [messages a second]
/// [viewers]`, or a class path in place of the jar.
public class LiveListBench {

    private static final String PASSWORD = "benchmark-only-1";
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]* value=\"([^\"]+)\"");
    private static final Pattern VIEW = Pattern.compile("data-view=\"([^\"]+)\"");
    private static final Pattern NUMBER = Pattern.compile("data-number=\"([0-9]+)\"");

    /// Rows of the larger page.
    private static final int ROWS = 500;

    private record Way(String name, boolean compressed, boolean changes) {}

    /// What one viewer saw.
    private record Seen(int rows, long octets, List<Long> nanos) {}

    public static void main(String[] arguments) throws Exception {
        boolean jar = arguments[0].endsWith(".jar");
        String program = jar ? Path.of(arguments[0]).toAbsolutePath().toString() : arguments[0];
        int destinations = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1000;
        int seconds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 15;
        int rate = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 20;
        int viewers = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 3;
        int console = free(), smtp = free(), closed = free();
        Path folder = Files.createTempDirectory("live-list");
        Path policy = Files.writeString(folder.resolve("policy.yml"), """
                dns: { servers: [ { address: 127.0.0.1, port: %d } ] }
                destinationControls: { default: { tls: NONE, dane: NONE } }
                smtpRoutes:
                  - { domain: ALL, hosts: [ { host: 127.0.0.1, port: %d } ] }
                bounceProfiles:
                  - { name: Default, initialRetry: 60s, maxRetryInterval: 600s }
                listeners:
                  - { name: OutgoingMail, address: 127.0.0.1, port: %d }
                """.formatted(closed, closed, smtp));
        List<String> main = jar ? List.of("-jar", program) : List.of("-cp", program, "org.danegate.Danegate");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(main);
        command.addAll(List.of(
                "--server.port=" + console,
                "--danegate.data-dir=" + folder.resolve("data"),
                "--danegate.policy-file=" + policy,
                "--danegate.admin-password=" + PASSWORD));
        Process server = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::destroy));
        try (HttpClient browser =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build()) {
            String base = "http://127.0.0.1:" + console;
            signIn(browser, base, server, folder);
            send(smtp, 0, destinations);
            Thread.ofVirtual().start(() -> keepSending(smtp, destinations, rate));
            String page = base + "/monitor/delivery-status";
            String rows = "?top=" + ROWS + "&sort=domain&order=asc";
            for (int i = 0; i < 50; i++) {
                text(browser, page + rows, true);
            }
            double alone = processor(server, seconds);
            System.out.printf(
                    "%,d destinations, %d messages/s, no viewer: %.1f s of processor a minute%n",
                    destinations, rate, alone);
            for (Way way : List.of(
                    new Way("whole", false, false),
                    new Way("whole, compressed", true, false),
                    new Way("what changed", false, true),
                    new Way("what changed, compressed", true, true))) {
                measure(browser, page, rows, way, new Load(server, viewers, seconds, alone));
            }
            measure(
                    browser,
                    page,
                    "?top=20",
                    new Way("as it opens", true, true),
                    new Load(server, viewers, seconds, alone));
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    /// @param alone seconds of processor a minute without viewers
    private record Load(Process server, int viewers, int seconds, double alone) {}

    /// Seconds of processor a minute that the server uses in the time to come.
    private static double processor(Process server, int seconds) {
        Duration before = server.toHandle().info().totalCpuDuration().orElseThrow();
        LockSupport.parkNanos(seconds * 1_000_000_000L);
        Duration used =
                server.toHandle().info().totalCpuDuration().orElseThrow().minus(before);
        return used.toMillis() / 1000.0 * 60 / seconds;
    }

    private static void measure(HttpClient browser, String page, String list, Way way, Load load) throws Exception {
        List<Seen> all;
        double used;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Seen>> watching = new ArrayList<>();
            for (int i = 0; i < load.viewers(); i++) {
                watching.add(threads.submit(() -> watch(browser, page, list, way, load.seconds())));
            }
            used = processor(load.server(), load.seconds()) - load.alone();
            all = new ArrayList<>();
            for (Future<Seen> seen : watching) {
                all.add(seen.get());
            }
        }
        List<Long> nanos =
                all.stream().flatMap(seen -> seen.nanos().stream()).sorted().toList();
        System.out.printf(
                "%-26s %3d rows, %5.1f answers, %,9d octets, %5.2f s of processor a minute and viewer; median %.1f ms, p95 %.1f ms%n",
                way.name(),
                all.getFirst().rows(),
                nanos.size() * 60.0 / load.seconds() / load.viewers(),
                all.stream().mapToLong(Seen::octets).sum() * 60 / load.seconds() / load.viewers(),
                used / load.viewers(),
                nanos.get(nanos.size() / 2) / 1e6,
                nanos.get(nanos.size() * 95 / 100) / 1e6);
    }

    private static Seen watch(HttpClient browser, String page, String list, Way way, int seconds) throws Exception {
        String opened = text(browser, page + list, true).text();
        int rows = opened.split("<tr data-domain", -1).length - 1;
        String view = found(VIEW, opened), number = found(NUMBER, opened);
        HttpResponse<InputStream> stream = browser.send(
                HttpRequest.newBuilder(URI.create(page + "/-/stream")).build(),
                HttpResponse.BodyHandlers.ofInputStream());
        long end = System.nanoTime() + seconds * 1_000_000_000L, octets = 0;
        List<Long> nanos = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null && System.nanoTime() < end; line = lines.readLine()) {
                octets += line.length() + 1;
                if (line.equals("event:changed")) {
                    String asks = way.changes() ? "&view=" + view + "&seen=" + number : "";
                    long begun = System.nanoTime();
                    Answer answer = text(browser, page + "/-/rows" + list + asks, way.compressed());
                    nanos.add(System.nanoTime() - begun);
                    number = found(NUMBER, answer.text());
                    octets += answer.octets();
                }
            }
        }
        return new Seen(rows, octets, nanos);
    }

    private record Answer(String text, int octets) {}

    private static Answer text(HttpClient browser, String address, boolean compressed) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address)).header("Accept", "text/html");
        HttpResponse<byte[]> answer = browser.send(
                (compressed ? request.header("Accept-Encoding", "gzip") : request).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        boolean zipped =
                answer.headers().firstValue("Content-Encoding").orElse("").equals("gzip");
        try (InputStream in = zipped
                ? new GZIPInputStream(new java.io.ByteArrayInputStream(answer.body()))
                : new java.io.ByteArrayInputStream(answer.body())) {
            return new Answer(new String(in.readAllBytes(), StandardCharsets.UTF_8), answer.body().length);
        }
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "0";
    }

    private static void signIn(HttpClient browser, String base, Process server, Path folder) throws Exception {
        String form = "";
        for (int i = 0; i < 600 && form.isEmpty(); i++) {
            if (!server.isAlive()) {
                throw new IllegalStateException(Files.readString(folder.resolve("out.log")));
            }
            try {
                form = text(browser, base + "/sign-in", false).text();
            } catch (IOException e) {
                LockSupport.parkNanos(200_000_000);
            }
        }
        String body = "username=admin&password=" + PASSWORD + "&_csrf="
                + URLEncoder.encode(found(TOKEN, form), StandardCharsets.UTF_8);
        browser.send(
                HttpRequest.newBuilder(URI.create(base + "/sign-in"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
    }

    private static void keepSending(int smtp, int destinations, int rate) {
        for (int i = 0; ; i = (i + 7) % destinations) {
            try {
                send(smtp, i, i + 1);
            } catch (IOException | IllegalStateException e) {
                // The server is stopping: all has been measured.
                return;
            }
            LockSupport.parkNanos(1_000_000_000L / rate);
        }
    }

    private static void send(int port, int from, int until) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port);
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream()));
                OutputStream out = socket.getOutputStream()) {
            reply(in);
            say(in, out, "EHLO bench");
            for (int i = from; i < until; i++) {
                say(in, out, "MAIL FROM:<>");
                say(in, out, "RCPT TO:<somebody@d%04d.example>".formatted(i));
                say(in, out, "DATA");
                say(in, out, "Subject: bench\r\n\r\nbench\r\n.");
            }
            say(in, out, "QUIT");
        }
    }

    private static void say(BufferedReader in, OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        String reply = reply(in);
        if (reply.charAt(0) > '3') {
            throw new IllegalStateException(line + ": " + reply);
        }
    }

    private static String reply(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = in.readLine();
        }
        if (line == null) {
            throw new IOException("the connection ended");
        }
        return line;
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
