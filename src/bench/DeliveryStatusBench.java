import java.io.BufferedReader;
import java.io.IOException;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Delivery Status with many destinations that have mail waiting and many entries of Destination Controls: asks for the
/// page in its default view and in others, in the session of somebody who signed in, and prints the median and the 95th
/// percentile in milliseconds, measured by the client over loopback. Several jars run at once and take turns request by
/// request.
///
/// Usage: `java src/bench/DeliveryStatusBench.java target/danegate.jar[,other.jar] [destinations]
/// [requests of each kind]`
public class DeliveryStatusBench {

    private static final String PASSWORD = "benchmark-only-1";
    private static final List<String> QUERIES =
            List.of("", "?sort=domain&order=asc", "?q=d09", "?filter=growing", "?filter=entry&sort=oldest&order=asc");
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final String name;
    private final int console = free();
    private final int smtp = free();
    private final Process process;

    private DeliveryStatusBench(Path jar, int destinations) throws IOException {
        name = jar.getFileName().toString();
        Path folder = Files.createTempDirectory("delivery-status-bench");
        Path policy = Files.writeString(folder.resolve("policy.yml"), policy(destinations, smtp));
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        jar.toAbsolutePath().toString(),
                        "--server.port=" + console,
                        "--danegate.data-dir=" + folder.resolve("data"),
                        "--danegate.policy-file=" + policy,
                        "--danegate.admin-password=" + PASSWORD)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    public static void main(String[] arguments) throws Exception {
        int destinations = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
        int requests = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 200;
        List<DeliveryStatusBench> servers = new ArrayList<>();
        for (String jar : arguments[0].split(",")) {
            servers.add(new DeliveryStatusBench(Path.of(jar), destinations));
        }
        for (DeliveryStatusBench server : servers) {
            server.awaitReady();
            server.fill(destinations);
        }
        for (String query : QUERIES) {
            measure(servers, query, requests);
        }
        System.exit(0);
    }

    private static void measure(List<DeliveryStatusBench> servers, String query, int requests) throws Exception {
        double[][] times = new double[servers.size()][requests];
        for (int i = -requests / 2; i < requests; i++) {
            for (int s = 0; s < servers.size(); s++) {
                long begun = System.nanoTime();
                HttpResponse<String> answer = servers.get(s).ask(query);
                double took = (System.nanoTime() - begun) / 1e6;
                if (answer.statusCode() != 200) {
                    throw new IllegalStateException(answer.statusCode() + " " + answer.body());
                }
                if (i >= 0) {
                    times[s][i] = took;
                }
            }
        }
        for (int s = 0; s < servers.size(); s++) {
            Arrays.sort(times[s]);
            System.out.printf(
                    "%-24s %-46s median %7.1f ms, p95 %7.1f ms%n",
                    servers.get(s).name, query, times[s][requests / 2], times[s][requests * 95 / 100]);
        }
    }

    private HttpResponse<String> ask(String query) throws Exception {
        return get("/monitor/delivery-status" + query);
    }

    private HttpResponse<String> get(String address) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + console + address))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private void signIn() throws Exception {
        Matcher token = TOKEN.matcher(get("/sign-in").body());
        if (!token.find()) {
            throw new IllegalStateException("no token on the sign-in page");
        }
        String form = "username=admin&password=" + PASSWORD + "&_csrf="
                + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + console + "/sign-in"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        http.send(request, HttpResponse.BodyHandlers.discarding());
    }

    private void awaitReady() throws Exception {
        for (int i = 0; i < 900; i++) {
            try {
                signIn();
                if (ask("").statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // Not there yet.
            }
            LockSupport.parkNanos(200_000_000);
        }
        throw new IllegalStateException("the server does not answer");
    }

    /// Sends a message for each destination; all of them wait, because nothing listens at their addresses.
    private void fill(int destinations) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", smtp)) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            OutputStream out = socket.getOutputStream();
            reply(in);
            say(out, in, "EHLO client.example");
            for (int i = 0; i < destinations; i++) {
                say(out, in, "MAIL FROM:<me@client.example>");
                say(out, in, "RCPT TO:<you@" + domain(i) + ">");
                say(out, in, "DATA");
                say(out, in, "Subject: waiting\r\n\r\nHello\r\n.");
            }
        }
    }

    private static String domain(int i) {
        return "d%05d.example".formatted(i);
    }

    private static void say(OutputStream out, BufferedReader in, String command) throws IOException {
        out.write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
        reply(in);
    }

    private static void reply(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = in.readLine();
        }
        if (line == null || line.charAt(0) > '3') {
            throw new IOException("refused: " + line);
        }
    }

    private static String policy(int destinations, int smtp) throws IOException {
        StringBuilder text = new StringBuilder("""
                dns: { servers: [ { address: 127.0.0.1, port: %d } ] }
                smtpRoutes:
                  - { domain: ALL, hosts: [ { host: 127.0.0.1, port: %d } ] }
                bounceProfiles:
                  - { name: Default, initialRetry: 3600s, maxRetryInterval: 7200s }
                listeners:
                  - { name: OutgoingMail, address: 127.0.0.1, port: %d }
                destinationControls:
                  default: { tls: NONE, dane: NONE }
                  destinations:
                """.formatted(free(), free(), smtp));
        for (int i = 0; i < destinations; i++) {
            text.append("    - { domain: ").append(domain(i)).append(", tls: REQUIRED }\n");
        }
        return text.toString();
    }

    private static int free() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
