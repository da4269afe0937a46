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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Destination Controls with many entries: starts the server with such a policy, signs in, requests every kind of page
/// of the list in turn, and then submits. The server time of a page comes from Tomcat's access log: from the request's
/// arrival until the last octet of the answer is handed to the socket, including all filters, the session and the
/// rendering. The client's time is measured too, over loopback. Several jars, as before and after a change, run at once
/// and take turns request by request, so that the machine's other users slow all of them equally.
/// Usage: `java src/bench/DestinationPagesBench.java target/danegate.jar[,other.jar] [entries] [requests of each kind]
/// [runs] [kinds of pages, a regular expression] [java option]…`
public class DestinationPagesBench {

    private static final String PASSWORD = "benchmark-only-1";
    private static final String LIST = "/mail-policies/destinations";
    private static final int WARM_UP = 300;
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]* value=\"([^\"]+)\"");
    private static final Pattern SEEN = Pattern.compile("name=\"seen\" value=\"(\\w+)\"");
    private static final Map<String, String> PAGES = pages();

    private static Map<String, String> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("first page", LIST);
        pages.put("last page", LIST + "?page=100000");
        pages.put("20 rows, page 17", LIST + "?size=20&page=17");
        pages.put("100 rows, page 50", LIST + "?size=100&page=50");
        for (String column : List.of(
                "ip_address_preference",
                "concurrent_connections",
                "tls",
                "dane",
                "bounce_verification",
                "bounce_profile")) {
            pages.put("sorted by " + column, LIST + "?sort=" + column);
        }
        pages.put("sorted by domain, descending", LIST + "?sort=domain&order=desc");
        pages.put("sorted by tls, descending, page 120", LIST + "?sort=tls&order=desc&page=120");
        pages.put("search, many found", LIST + "?filter=99");
        pages.put("search, one found", LIST + "?filter=d04999.example");
        pages.put("search, none found", LIST + "?filter=nowhere.test");
        pages.put("filter by TLS and DANE Support", LIST + "?withTls=REQUIRED&withDane=MANDATORY");
        pages.put("differs from Default, sorted", LIST + "?differs=true&sort=bounce_profile");
        pages.put("uncommitted only", LIST + "?pending=true");
        pages.put("effective settings of a domain", LIST + "/effective?domain=a.d5000.example");
        pages.put("form of a new entry", LIST + "/new");
        pages.put("500 rows, page 3", LIST + "?size=500&page=3");
        return pages;
    }

    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final String name;
    private final String base;
    private final Path folder;
    private final Process process;
    private double[][] client = {};
    private long processorTime;

    public static void main(String[] args) throws Exception {
        int entries = args.length > 1 ? Integer.parseInt(args[1]) : 10_000;
        int requests = args.length > 2 ? Integer.parseInt(args[2]) : 500;
        int runs = args.length > 3 ? Integer.parseInt(args[3]) : 3;
        if (args.length > 4) {
            PAGES.keySet()
                    .removeIf(kind -> !Pattern.compile(args[4]).matcher(kind).find());
        }
        int warmUp = Math.min(WARM_UP, requests);
        List<String> options = Arrays.asList(args).subList(Math.min(5, args.length), args.length);
        List<DestinationPagesBench> servers = new ArrayList<>();
        try {
            for (String jar : args[0].split(",")) {
                servers.add(new DestinationPagesBench(Path.of(jar).toAbsolutePath(), entries, options));
            }
            for (DestinationPagesBench server : servers) {
                server.awaitReady();
                server.signIn();
            }
            System.out.printf(
                    "%,d entries; after %d requests of each of %d kinds of page, %d of each a run; milliseconds%n",
                    entries, warmUp, PAGES.size(), requests);
            turns(servers, warmUp);
            for (int run = 1; run <= runs; run++) {
                turns(servers, requests);
                report(servers, run);
            }
            for (DestinationPagesBench server : servers) {
                System.out.println(server.name);
                server.submits(entries);
            }
        } finally {
            for (DestinationPagesBench server : servers) {
                server.process.destroy();
                server.process.waitFor();
            }
        }
    }

    private DestinationPagesBench(Path jar, int entries, List<String> options) throws Exception {
        name = jar.getFileName().toString();
        folder = Files.createTempDirectory("danegate-bench");
        int port = freePort();
        base = "http://127.0.0.1:" + port;
        Path policy = Files.writeString(folder.resolve("policy.yml"), policy(entries, freePort()));
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx400m"));
        command.addAll(options);
        command.addAll(List.of(
                "-jar",
                jar.toString(),
                "--server.port=" + port,
                "--danegate.data-dir=" + folder.resolve("data"),
                "--danegate.policy-file=" + policy,
                "--danegate.hostname=gateway.example",
                "--danegate.admin-password=" + PASSWORD,
                "--server.tomcat.accesslog.enabled=true",
                "--server.tomcat.accesslog.directory=" + folder,
                "--server.tomcat.accesslog.prefix=access",
                "--server.tomcat.accesslog.rotate=false",
                "--server.tomcat.accesslog.buffered=false",
                "--server.tomcat.accesslog.pattern=%{us}T %U"));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.log").toFile())
                .start();
    }

    /// Asks every server for every page, one after the other.
    private static void turns(List<DestinationPagesBench> servers, int requests) throws Exception {
        for (DestinationPagesBench server : servers) {
            server.client = new double[PAGES.size()][requests];
            server.processorTime = -server.processorNow();
        }
        for (int i = 0; i < requests; i++) {
            int p = 0;
            for (String page : PAGES.values()) {
                for (int s = 0; s < servers.size(); s++) {
                    DestinationPagesBench server = servers.get((s + i) % servers.size());
                    long start = System.nanoTime();
                    HttpResponse<String> answer = server.get(page);
                    server.client[p][i] = (System.nanoTime() - start) / 1e6;
                    if (answer.statusCode() != 200) {
                        throw new IllegalStateException(page + ": " + answer.statusCode());
                    }
                }
                p++;
            }
        }
        for (DestinationPagesBench server : servers) {
            server.processorTime += server.processorNow();
        }
    }

    private static void report(List<DestinationPagesBench> servers, int run) throws Exception {
        System.out.printf(
                "run %d%s%n    %-38s",
                run,
                servers.stream()
                        .map(s -> String.format(
                                "; %s: %.1f ms processor time a page",
                                s.name, s.processorTime / 1e6 / s.client.length / s.client[0].length))
                        .collect(Collectors.joining()),
                "");
        servers.forEach(s -> System.out.printf("  %-20s %-14s", "server p50 p95 p99", "client p50 p95"));
        System.out.println();
        List<double[][]> atServer = new ArrayList<>();
        for (DestinationPagesBench server : servers) {
            atServer.add(server.logged());
        }
        int p = 0;
        for (String page : PAGES.keySet()) {
            System.out.printf("    %-38s", page);
            for (int s = 0; s < servers.size(); s++) {
                double[] own = atServer.get(s)[p];
                double[] client = servers.get(s).client[p];
                System.out.printf(
                        "  %6.1f%6.1f%6.1f    %6.1f%6.1f  ",
                        at(own, 0.5), at(own, 0.95), at(own, 0.99), at(client, 0.5), at(client, 0.95));
            }
            System.out.println();
            p++;
        }
    }

    /// The last lines of the access log. The line of an answer is written before the next request of its
    /// connection is handled, so the lines of all pages are there once the sign-in page, which does not count, has
    /// been answered.
    private double[][] logged() throws Exception {
        get("/sign-in");
        List<String> pages = Files.readAllLines(folder.resolve("access.log")).stream()
                .filter(line -> !line.endsWith("/sign-in"))
                .toList();
        int kinds = client.length;
        int requests = client[0].length;
        double[][] times = new double[kinds][requests];
        for (int i = 0; i < kinds * requests; i++) {
            String line = pages.get(pages.size() - kinds * requests + i);
            times[i % kinds][i / kinds] = Long.parseLong(line.substring(0, line.indexOf(' '))) / 1e3;
        }
        return times;
    }

    /// Nanoseconds of processor time that the server has used.
    private long processorNow() {
        return process.info()
                .totalCpuDuration()
                .map(java.time.Duration::toNanos)
                .orElse(0L);
    }

    private static double at(double[] times, double part) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(sorted.length * part) - 1)];
    }

    private void submits(int entries) throws Exception {
        double[] single = new double[100];
        for (int i = 0; i < single.length; i++) {
            String token = token(get(LIST + "/new").body());
            single[i] = timed(() -> post(
                    LIST + "/new",
                    Map.of("_csrf", token, "domain", "new" + System.nanoTime() + ".example", "tls", "REQUIRED"),
                    302));
        }
        System.out.println("submit of one entry: " + summary(single));
        for (int i = 1; i <= 3; i++) {
            String list = get(LIST).body();
            String form = post(LIST + "/bulk", Map.of("_csrf", token(list), "all", "true"), 200);
            String limit = String.valueOf(10 + i);
            System.out.printf(
                    "edit of all %,d entries: %.0f ms%n",
                    entries + single.length,
                    timed(() -> post(
                            LIST + "/bulk/submit",
                            Map.of(
                                    "_csrf",
                                    token(form),
                                    "all",
                                    "true",
                                    "seen",
                                    seen(form),
                                    "messagesPerConnectionChoice",
                                    "OWN",
                                    "messagesPerConnection",
                                    limit),
                            302)));
        }
        String exported = get(LIST + "/export").body();
        for (int i = 1; i <= 3; i++) {
            String table = exported.replace(".example]", ".import" + i + ".example]");
            String token = token(get(LIST + "/import").body());
            long start = System.nanoTime();
            String look = post(LIST + "/import", Map.of("_csrf", token, "text", table), 200);
            double looked = (System.nanoTime() - start) / 1e6;
            System.out.printf(
                    "import of %,d entries in place of as many others: look %.0f ms, submit %.0f ms%n",
                    entries + single.length,
                    looked,
                    timed(() -> post(
                            LIST + "/import/confirmed",
                            Map.of("_csrf", token(look), "seen", seen(look), "text", table),
                            302)));
        }
        String token = token(get("/commit").body());
        System.out.printf("commit of all that: %.0f ms%n", timed(() -> post("/commit", Map.of("_csrf", token), 302)));
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
        return String.format("p50 %.1f ms, p95 %.1f ms", at(times, 0.5), at(times, 0.95));
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

    private void signIn() throws Exception {
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

    private HttpResponse<String> get(String address) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(base + address)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private String post(String address, Map<String, String> form, int expected) throws Exception {
        String body = form.entrySet().stream()
                .map(f -> f.getKey() + "=" + URLEncoder.encode(f.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(URI.create(base + address))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != expected) {
            throw new IllegalStateException(address + ": " + response.statusCode());
        }
        return response.body();
    }

    private void awaitReady() throws Exception {
        for (int i = 0; i < 6000 && process.isAlive(); i++) {
            try {
                if (get("/actuator/health").statusCode() == 200) {
                    return;
                }
            } catch (java.io.IOException e) {
                // Not listening yet.
            }
            LockSupport.parkNanos(100_000_000);
        }
        throw new IllegalStateException("the server did not start");
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
