package org.danegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.danegate.Danegate;
import org.danegate.listener.SmtpListeners;
import org.danegate.peers.Peers;
import org.danegate.practice.PracticeNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What other monitoring systems get of the whole server over the practice network: metrics for Prometheus, with the
/// dashboard and the rules made for them, and traces for OpenTelemetry.
@SpringBootTest(
        classes = Danegate.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "danegate.tracing.success-share=1")
@DirtiesContext
class MonitoringTest {

    private static final Path DASHBOARD = Path.of("docs/monitoring/danegate-dashboard.json");
    private static final Path RULES = Path.of("docs/monitoring/danegate-alerts.yml");
    private static final String PROMTOOL = "/usr/bin/promtool";
    private static final Pattern NAME = Pattern.compile("\\b(?:danegate|jvm|process|system)_[a-z_]+");
    private static final Set<String> TIMED = Set.of("dns", "dane", "connect", "banner", "tls", "envelope", "data");

    private static final Queue<JsonNode> RECEIVED = new ConcurrentLinkedQueue<>();
    private static HttpServer collector;
    private static PracticeNetwork network;

    @LocalServerPort
    private int port;

    @Autowired
    private SmtpListeners listeners;

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    static Path folder;

    @DynamicPropertySource
    static void server(DynamicPropertyRegistry properties) throws IOException {
        network = PracticeServer.start(properties, folder);
        collector = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            RECEIVED.add(JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes()));
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            byte[] answer = "{}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        collector.start();
        properties.add(
                "management.opentelemetry.tracing.export.otlp.endpoint",
                () -> "http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces");
    }

    @AfterAll
    static void stop() throws IOException {
        collector.stop(0);
        network.close();
    }

    @BeforeEach
    void mailFlows() throws Exception {
        if (!scrape().contains("danegate_dane_outcomes_total{action=\"dane_fail\"} 1.0")) {
            send("secret.name@ok.practice");
            send("secret.name@wrong-certificate.practice");
        }
        await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
            Map<String, Double> samples = samples();
            assertThat(samples.get("danegate_dane_outcomes_total{action=\"dane_fail\"}"))
                    .isPositive();
            assertThat(samples.get("danegate_smtp_phase_seconds_count{phase=\"data\"}"))
                    .isPositive();
            assertThat(samples.keySet()).anyMatch(name -> name.startsWith("danegate_certificate_expiry_seconds"));
        });
    }

    @Test
    void every_phase_is_measured_in_buckets_that_can_be_added_up() throws Exception {
        Map<String, Double> samples = samples();

        for (String phase : TIMED) {
            assertThat(samples.get("danegate_smtp_phase_seconds_count{phase=\"" + phase + "\"}"))
                    .as(phase)
                    .isPositive();
            assertThat(samples).containsKey("danegate_smtp_phase_seconds_bucket{phase=\"" + phase + "\",le=\"0.005\"}");
            assertThat(samples).containsKey("danegate_smtp_phase_seconds_bucket{phase=\"" + phase + "\",le=\"60.0\"}");
        }
        assertThat(samples.get("danegate_delivery_delay_seconds_bucket{le=\"900.0\"}"))
                .isGreaterThanOrEqualTo(1);
        assertThat(samples.get("danegate_message_size_bytes_count")).isGreaterThanOrEqualTo(2);
        assertThat(samples.get("danegate_accept_commit_seconds_count")).isGreaterThanOrEqualTo(2);
        assertThat(samples.get("danegate_dns_lookups_total{status=\"secure\"}")).isPositive();
        assertThat(samples.get("danegate_dns_queries_total")).isPositive();
        assertThat(samples.get("danegate_policy_revision")).isEqualTo(1);
        assertThat(samples.keySet()).anyMatch(name -> name.startsWith("danegate_build_info{"));
    }

    @Test
    void no_label_has_a_domain_or_an_address() throws Exception {
        assertThat(scrape().lines().filter(line -> line.startsWith("danegate_")))
                .noneMatch(line -> line.contains(".practice\"") && !line.contains("certificate_expiry"))
                .noneMatch(line -> line.contains("@"));
    }

    @Test
    void every_metric_of_the_dashboard_and_of_the_rules_is_in_a_scrape() throws Exception {
        String scrape = scrape();
        Set<String> there = scrape.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceAll("[{ ].*", ""))
                .collect(Collectors.toSet());
        Set<String> wanted = new TreeSet<>();
        for (JsonNode expression : JsonMapper.shared().readTree(DASHBOARD).findValues("expr")) {
            wanted.addAll(names(expression.asString()));
        }
        Files.readAllLines(RULES).stream()
                .filter(line -> !line.strip().startsWith("#") && !line.contains("summary:"))
                .forEach(line -> wanted.addAll(names(line)));

        assertThat(wanted).hasSizeGreaterThan(20);
        assertThat(there).containsAll(wanted);
        assertThat(Files.readString(Path.of("docs/metrics.md"))).contains(documented(there));
    }

    private static String[] documented(Set<String> names) {
        return names.stream()
                .filter(name -> name.startsWith("danegate_"))
                .map(name -> name.replaceAll("_(bucket|count|sum|max)$", ""))
                .distinct()
                .toArray(String[]::new);
    }

    @Test
    void the_dashboard_fits_any_prometheus() throws Exception {
        JsonNode dashboard = JsonMapper.shared().readTree(DASHBOARD);

        assertThat(dashboard.get("uid").asString()).isEqualTo("danegate-overview");
        assertThat(dashboard.has("id")).isFalse();
        assertThat(dashboard.at("/templating/list").findValuesAsString("name"))
                .contains("datasource", "job", "instance");
        assertThat(dashboard.get("panels").valueStream())
                .filteredOn(panel -> !panel.get("type").asString().equals("row"))
                .allSatisfy(panel -> {
                    assertThat(panel.at("/datasource/uid").asString()).isEqualTo("${datasource}");
                    assertThat(panel.at("/fieldConfig/defaults/unit").asString())
                            .isNotBlank();
                    assertThat(panel.get("targets").findValuesAsString("expr"))
                            .allMatch(e -> e.contains("job=~\"$job\"") && e.contains("instance=~\"$instance\""))
                            .allMatch(e -> !e.contains("rate(") || e.contains("$__rate_interval"));
                });
    }

    @Test
    void prometheus_takes_the_rules_and_each_leads_to_the_docs() throws Exception {
        String page = Files.readString(Path.of("docs/monitoring.md"));
        List<String> alerts = Files.readAllLines(RULES).stream()
                .filter(line -> line.contains("- alert: "))
                .map(line -> line.replaceAll(".*- alert: ", ""))
                .toList();
        assertThat(alerts).allSatisfy(alert -> assertThat(page).contains("### " + alert));
        assertThat(Files.readString(RULES).split("for: ")).hasSize(alerts.size() + 1);

        Peers.require(PROMTOOL, "prometheus");
        Process promtool = new ProcessBuilder(PROMTOOL, "check", "rules", RULES.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(promtool.exitValue()).as(said).isZero();
    }

    @Test
    void a_collector_receives_a_trace_of_each_attempt() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> roots().stream().anyMatch(r -> destination(r).equals("ok.practice"))
                        && roots().stream().anyMatch(r -> destination(r).equals("wrong-certificate.practice")));

        JsonNode good = root("ok.practice");
        assertThat(good.get("traceId").asString()).matches("[0-9a-f]{32}");
        assertThat(good.get("spanId").asString()).matches("[0-9a-f]{16}");
        assertThat(good.has("status")).isFalse();
        assertThat(attribute(good, "danegate.dane.verdict")).isEqualTo("dane_success");
        assertThat(parts(good))
                .extracting(p -> p.get("name").asString())
                .contains("dns", "connect", "tls", "transaction");
        for (JsonNode part : parts(good)) {
            assertThat(part.get("traceId")).isEqualTo(good.get("traceId"));
            assertThat(nanos(part, "startTimeUnixNano"))
                    .isGreaterThanOrEqualTo(nanos(good, "startTimeUnixNano") - 5_000_000);
            assertThat(nanos(part, "endTimeUnixNano"))
                    .isBetween(nanos(part, "startTimeUnixNano"), nanos(good, "endTimeUnixNano"));
        }
        JsonNode transaction = parts(good).stream()
                .filter(p -> p.get("name").asString().equals("transaction"))
                .findFirst()
                .orElseThrow();
        assertThat(attribute(transaction, "smtp.reply_code")).isEqualTo("250");
        assertThat(Long.parseLong(attribute(transaction, "danegate.mid"))).isPositive();
        assertThat(Long.parseLong(attribute(transaction, "danegate.dcid"))).isPositive();

        JsonNode bad = root("wrong-certificate.practice");
        assertThat(bad.at("/status/code").asInt()).isEqualTo(2);
        assertThat(attribute(bad, "danegate.dane.verdict")).isEqualTo("dane_fail");
        assertThat(attribute(bad, "danegate.dane.failed")).isEqualTo("true");
        assertThat(parts(bad))
                .filteredOn(p -> p.get("name").asString().equals("tls"))
                .allSatisfy(
                        tls -> assertThat(tls.at("/status/message").asString()).isEqualTo("CERTIFICATE"))
                .isNotEmpty();
        assertThat(RECEIVED.toString()).doesNotContain("secret", "@");
    }

    private static List<JsonNode> spans() {
        return RECEIVED.stream()
                .flatMap(request -> request.findValues("spans").stream())
                .flatMap(JsonNode::valueStream)
                .toList();
    }

    private static List<JsonNode> roots() {
        return spans().stream().filter(span -> !span.has("parentSpanId")).toList();
    }

    private static JsonNode root(String destination) {
        return roots().stream()
                .filter(r -> destination(r).equals(destination))
                .findFirst()
                .orElseThrow();
    }

    private static List<JsonNode> parts(JsonNode root) {
        return spans().stream()
                .filter(span -> span.path("parentSpanId").equals(root.get("spanId")))
                .toList();
    }

    private static String destination(JsonNode root) {
        return attribute(root, "danegate.destination");
    }

    private static String attribute(JsonNode span, String key) {
        return span.get("attributes")
                .valueStream()
                .filter(a -> a.get("key").asString().equals(key))
                .map(a -> a.get("value").values().iterator().next().asString())
                .findFirst()
                .orElse("");
    }

    private static long nanos(JsonNode span, String name) {
        return Long.parseLong(span.get(name).asString());
    }

    private static Set<String> names(String expression) {
        return NAME.matcher(expression.replaceAll("\"[^\"]*\"", "\"\""))
                .results()
                .map(found -> found.group())
                .collect(Collectors.toSet());
    }

    private Map<String, Double> samples() throws IOException, InterruptedException {
        return scrape().lines()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.lastIndexOf(' ')),
                        line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)),
                        (a, b) -> b));
    }

    private String scrape() throws IOException, InterruptedException {
        String pair = "admin:" + PracticeServer.PASSWORD;
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private void send(String to) throws Exception {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put(
                "mail.smtp.port", listeners.ports().values().iterator().next().toString());
        MimeMessage message = new MimeMessage(Session.getInstance(properties));
        message.setFrom(new InternetAddress("sender@ok.practice"));
        message.setRecipient(MimeMessage.RecipientType.TO, new InternetAddress(to));
        message.setSubject("secret subject");
        message.setText("test");
        Transport.send(message);
    }
}
