import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Records what the practice network's stories look like to an administrator: for each story, under each DANE Support,
/// the transcript of daneverify and the lines of the mail log for one message. Numbers, times, digests and free ports
/// are replaced, so that the recordings of two versions can be compared with `diff`.
///
/// The ports of the practice network must be free.
///
/// Usage: `java src/bench/StoryRecording.java target/danegate.jar > after.txt`
public class StoryRecording {

    private static final String PASSWORD = "recording-only-1";
    private static final Pattern STORY = Pattern.compile("(?m)^\\| `([a-z0-9-]+\\.practice)` \\|");
    private static final Pattern NUMBER = Pattern.compile("\\b(MID|DCID|ICID|RID) \\[?(\\d+)");
    private static final Pattern VARIES = Pattern.compile("\\b[0-9a-f]{16,}\\b|\\b\\d+(\\.\\d+)? ?ms\\b"
            + "|\\b20\\d\\d-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:\\d\\d)?(\\.\\d+)?Z?|<[^<> ]+@[^<> ]*gate[^<> ]*>|id=\\d+");
    /// Takes minutes.
    private static final List<String> SLOW = List.of("drips.practice");

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;
    private final Path data;
    private final Map<String, Map<String, Integer>> numbers = new HashMap<>();

    private StoryRecording(String base, Path data) {
        this.base = base;
        this.data = data;
    }

    public static void main(String[] arguments) throws Exception {
        List<String> stories = new ArrayList<>();
        Matcher rows = STORY.matcher(Files.readString(Path.of("docs/practice-network.md")));
        while (rows.find()) {
            stories.add(rows.group(1));
        }
        stories.removeAll(SLOW);
        for (String dane : List.of("MANDATORY", "OPPORTUNISTIC", "NONE")) {
            record(Path.of(arguments[0]).toAbsolutePath(), dane, stories);
        }
    }

    private static void record(Path jar, String dane, List<String> stories) throws Exception {
        Path folder = Files.createTempDirectory("story-recording");
        int console = free();
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        jar.toString(),
                        "--spring.profiles.active=demo",
                        "--server.port=" + console,
                        "--danegate.data-dir=" + folder.resolve("data"),
                        "--danegate.admin-password=" + PASSWORD,
                        "--danegate.hostname=gate.practice",
                        "--danegate.practice.messages-per-minute=0")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
        try {
            StoryRecording recording = new StoryRecording("http://127.0.0.1:" + console, folder.resolve("data"));
            recording.awaitReady(server, folder);
            recording.set(dane);
            for (String story : stories) {
                if (dane.equals("MANDATORY")) {
                    System.out.println("== daneverify " + story);
                    recording.verify(story);
                }
                System.out.println("== DANE " + dane + ", " + story);
                recording.deliver(story);
            }
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    private void awaitReady(Process server, Path folder) throws Exception {
        for (int i = 0; i < 900; i++) {
            if (!server.isAlive()) {
                throw new IllegalStateException(Files.readString(folder.resolve("out.log")));
            }
            try {
                if (ask("GET", "/api/v1/policy", null).statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // Not there yet.
            }
            LockSupport.parkNanos(200_000_000);
        }
        throw new IllegalStateException("the server does not answer");
    }

    /// DANE Support of the Default profile, and no entries.
    private void set(String dane) throws Exception {
        String table = ask("GET", "/api/v1/policy/destinations", null).body();
        Matcher section = Pattern.compile("(?ms)^\\[DEFAULT\\]$.*?(?=^\\[|\\z)").matcher(table);
        if (!section.find()) {
            throw new IllegalStateException(table);
        }
        String defaults = section.group()
                        .replaceAll("(?m)^dane_support = .*\n?", "")
                        .replaceAll("(?m)^table_tls = .*$", "table_tls = on")
                        .strip()
                + "\ndane_support = " + dane.toLowerCase(Locale.ROOT) + "\n";
        require(ask("PUT", "/api/v1/policy/destinations", defaults));
        HttpResponse<String> commit = ask("POST", "/api/v1/policy/commit", "{\"comment\": \"recording\"}");
        if (commit.statusCode() != 409) {
            require(commit);
        }
    }

    private static void require(HttpResponse<String> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
    }

    private HttpResponse<String> ask(String method, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8)))
                .header("Content-Type", body != null && body.startsWith("{") ? "application/json" : "text/plain")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private void verify(String domain) throws Exception {
        String answer = ask("POST", "/api/v1/daneverify", "{\"domain\": \"" + domain + "\"}")
                .body();
        Matcher lines = Pattern.compile("\"transcript\":\\[(.*?)\\](?=,\"|})", Pattern.DOTALL)
                .matcher(answer);
        String all = lines.find() ? lines.group(1) : answer;
        Matcher line = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(all);
        numbers.clear();
        while (line.find()) {
            System.out.println(plain(line.group(1)));
        }
    }

    private void deliver(String domain) throws Exception {
        Path log = data.resolve("logs/mail_logs/mail.current");
        List<String> before = lines(log);
        send(domain);
        numbers.clear();
        List<String> said = List.of();
        int quiet = 0;
        for (int i = 0; i < 300 && quiet < 8; i++) {
            LockSupport.parkNanos(250_000_000);
            List<String> now = lines(log);
            List<String> since = now.subList(Math.min(before.size(), now.size()), now.size());
            boolean ended = since.stream()
                    .anyMatch(l -> l.contains("Delayed:")
                            || l.contains(" done")
                            || l.contains("Bounced:")
                            || l.contains("Dequeue")
                            || l.contains("Deferred"));
            quiet = ended && since.size() == said.size() ? quiet + 1 : 0;
            said = List.copyOf(since);
        }
        said.forEach(l -> System.out.println(plain(l)));
        require(ask("POST", "/api/v1/queue/destinations/" + domain + "/delete", null));
    }

    private static List<String> lines(Path log) throws IOException {
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    /// Without what differs from run to run.
    private String plain(String line) {
        String text = line.replaceFirst("^\\w{3} \\w{3} +\\d+ \\d\\d:\\d\\d:\\d\\d \\d{4} ", "");
        text = VARIES.matcher(text).replaceAll("#");
        return NUMBER.matcher(text).replaceAll(m -> {
            Map<String, Integer> known = numbers.computeIfAbsent(m.group(1), k -> new HashMap<>());
            int number = known.computeIfAbsent(m.group(2), k -> known.size() + 1);
            return m.group().substring(0, m.group().length() - m.group(2).length()) + number;
        });
    }

    private static void send(String domain) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", 2525)) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            OutputStream out = socket.getOutputStream();
            reply(in);
            for (String command : List.of(
                    "EHLO client.example",
                    "MAIL FROM:<>",
                    "RCPT TO:<you@" + domain + ">",
                    "DATA",
                    "Subject: recording\r\n\r\nHello\r\n.",
                    "QUIT")) {
                out.write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
                out.flush();
                reply(in);
            }
        }
    }

    private static void reply(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = in.readLine();
        }
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
