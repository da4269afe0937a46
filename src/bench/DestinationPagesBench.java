import java.net.CookieManager;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Destination Controls with many entries: starts the server with such a policy, signs in and asks for pages of the list
/// in turn, filtered, sorted and paged, then submits. Times are those of the client over loopback, from the request to
/// the last octet of the answer, so the server's own are a little less.
/// Usage: `java src/bench/DestinationPagesBench.java target/danegate.jar [entries] [requests of each kind] [runs]`
public class DestinationPagesBench {

    private static final String PASSWORD = "benchmark-only-1";
    private static final String LIST = "/mail-policies/destinations";
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]* value=\"([^\"]+)\"");
    private static final Pattern SEEN = Pattern.compile("name=\"seen\" value=\"(\\w+)\"");
    private static final List<String> PAGES = List.of(
            LIST,
            LIST + "?size=20&page=17",
            LIST + "?size=100&page=50",
            LIST + "?size=500&page=3",
            LIST + "?sort=tls&order=desc&page=5",
            LIST + "?sort=dane&page=120",
            LIST + "?sort=concurrent_connections&order=desc",
            LIST + "?filter=99",
            LIST + "?withTls=REQUIRED&withDane=MANDATORY",
            LIST + "?differs=true&sort=bounce_profile",
            LIST + "?pending=true",
            LIST + "/effective?domain=a.d5000.example",
            "/network/smtp-routes",
            "/network/dns");

    private static final HttpClient HTTP =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private static String base = "";

    public static void main(String[] args) throws Exception {
        Path jar = Path.of(args[0]).toAbsolutePath();
        int entries = args.length > 1 ? Integer.parseInt(args[1]) : 10_000;
        int requests = args.length > 2 ? Integer.parseInt(args[2]) : 60;
        int runs = args.length > 3 ? Integer.parseInt(args[3]) : 3;
        Path folder = Files.createTempDirectory("danegate-bench");
        int http = freePort();
        base = "http://127.0.0.1:" + http;
        Path policy = Files.writeString(folder.resolve("policy.yml"), policy(entries, freePort()));
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx400m", "-jar",
                        jar.toString(), "--server.port=" + http, "--danegate.data-dir=" + folder.resolve("data"),
                        "--danegate.policy-file=" + policy, "--danegate.hostname=gateway.example",
                        "--danegate.admin-password=" + PASSWORD)
                .redirectErrorStream(true).redirectOutput(folder.resolve("out.log").toFile()).start();
        try {
            awaitReady(server);
            signIn();
            System.out.printf("%,d entries, %d requests of each of %d pages a run%n", entries, requests, PAGES.size());
            pages(Math.max(100, requests), null);
            for (int run = 1; run <= runs; run++) {
                pages(requests, "run " + run);
            }
            submits(entries);
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    private static void pages(int requests, String name) throws Exception {
        double[][] times = new double[PAGES.size()][requests];
        for (int i = 0; i < requests; i++) {
            for (int p = 0; p < PAGES.size(); p++) {
                long start = System.nanoTime();
                HttpResponse<String> page = get(PAGES.get(p));
                times[p][i] = (System.nanoTime() - start) / 1e6;
                if (page.statusCode() != 200) {
                    throw new IllegalStateException(PAGES.get(p) + ": " + page.statusCode());
                }
            }
        }
        if (name == null) {
            return;
        }
        double[] all = Arrays.stream(times).flatMapToDouble(Arrays::stream).toArray();
        System.out.printf("%s, all pages: %s%n", name, summary(all));
        for (int p = 0; p < PAGES.size(); p++) {
            System.out.printf("    %-72s %s%n", PAGES.get(p), summary(times[p]));
        }
    }

    private static void submits(int entries) throws Exception {
        double[] single = new double[20];
        for (int i = 0; i < single.length; i++) {
            String token = token(get(LIST + "/new").body());
            single[i] = timed(() -> post(LIST + "/new", Map.of("_csrf", token, "domain", "new" + System.nanoTime()
                    + ".example", "tls", "REQUIRED"), 302));
        }
        System.out.println("submit of one entry: " + summary(single));
        for (int i = 1; i <= 3; i++) {
            String list = get(LIST).body();
            String form = post(LIST + "/bulk", Map.of("_csrf", token(list), "all", "true"), 200);
            String limit = String.valueOf(10 + i);
            System.out.printf("edit of all %,d entries: %.0f ms%n", entries + single.length, timed(() -> post(
                    LIST + "/bulk/submit",
                    Map.of("_csrf", token(form), "all", "true", "seen", seen(form), "messagesPerConnectionChoice",
                            "OWN", "messagesPerConnection", limit), 302)));
        }
        String exported = get(LIST + "/export").body();
        for (int i = 1; i <= 3; i++) {
            String table = exported.replace(".example]", ".import" + i + ".example]");
            String token = token(get(LIST + "/import").body());
            long start = System.nanoTime();
            String look = post(LIST + "/import", Map.of("_csrf", token, "text", table), 200);
            double looked = (System.nanoTime() - start) / 1e6;
            System.out.printf("import of %,d entries in place of as many others: look %.0f ms, submit %.0f ms%n",
                    entries + single.length, looked, timed(() -> post(LIST + "/import/confirmed",
                            Map.of("_csrf", token(look), "seen", seen(look), "text", table), 302)));
        }
        String token = token(get("/commit").body());
        System.out.printf("commit of all that: %.0f ms%n",
                timed(() -> post("/commit", Map.of("_csrf", token), 302)));
    }

    private interface Action {
        Object run() throws Exception;
    }

    private static double timed(Action action) throws Exception {
        long start = System.nanoTime();
        action.run();
        return (System.nanoTime() - start) / 1e6;
    }

    private static String summary(double[] times) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        return String.format("p50 %.1f ms, p95 %.1f ms", sorted[sorted.length / 2],
                sorted[(int) Math.ceil(sorted.length * 0.95) - 1]);
    }

    private static String policy(int entries, int smtp) {
        StringBuilder text = new StringBuilder("""
                listeners:
                  - { name: OutgoingMail, address: 127.0.0.1, port: %d }
                bounceProfiles:
                  - { name: Default }
                  - { name: Strict, maxRetries: 5 }
                smtpRoutes:
                  - { domain: internal.example, hosts: [ { host: 127.0.0.1, port: 2525 } ] }
                destinationControls:
                  default: { tls: PREFERRED, dane: OPPORTUNISTIC }
                  destinations:
                """.formatted(smtp));
        for (int i = 0; i < entries; i++) {
            text.append("    - { domain: ").append(i % 10 == 0 ? "." : "").append("d%05d.example".formatted(i));
            text.append(i % 3 == 0 ? ", tls: REQUIRED" : "").append(i % 6 == 0 ? ", dane: MANDATORY" : "");
            text.append(i % 5 == 0 ? ", concurrentConnections: " + (1 + i % 900) : "");
            text.append(i % 7 == 0 ? ", bounceProfile: Strict" : "").append(" }\n");
        }
        return text.toString();
    }

    private static void signIn() throws Exception {
        String token = token(get("/sign-in").body());
        post("/sign-in", Map.of("_csrf", token, "username", "admin", "password", PASSWORD), 302);
    }

    private static String token(String html) {
        return first(TOKEN, html);
    }

    private static String seen(String html) {
        return first(SEEN, html);
    }

    private static String first(Pattern pattern, String html) {
        Matcher matcher = pattern.matcher(html);
        if (!matcher.find()) {
            throw new IllegalStateException("not in the page: " + pattern);
        }
        return matcher.group(1);
    }

    private static HttpResponse<String> get(String address) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(base + address)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String post(String address, Map<String, String> form, int expected) throws Exception {
        String body = form.entrySet().stream()
                .map(f -> f.getKey() + "=" + URLEncoder.encode(f.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpResponse<String> response = HTTP.send(
                HttpRequest.newBuilder(URI.create(base + address))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != expected) {
            throw new IllegalStateException(address + ": " + response.statusCode());
        }
        return response.body();
    }

    private static void awaitReady(Process server) throws Exception {
        for (int i = 0; i < 1200 && server.isAlive(); i++) {
            try {
                if (get("/actuator/health").statusCode() == 200) {
                    return;
                }
            } catch (java.io.IOException e) {
                // Not listening yet.
            }
            java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
        }
        throw new IllegalStateException("the server did not start");
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
