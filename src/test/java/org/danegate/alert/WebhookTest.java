package org.danegate.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.danegate.event.AdministratorActs;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.AlertSettings.Severity;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.Policy;
import org.danegate.policy.file.PolicyFile;
import org.danegate.wording.Wording;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Alerts as an HTTP server receives them: as signed JSON, again when it does not take them, and never at the cost of
/// who raises them.
class WebhookTest {

    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final Webhook.Retrying QUICK = new Webhook.Retrying(Duration.ofMillis(5), Duration.ofMillis(20), 4);

    @TempDir
    Path folder;

    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedDeque<Integer> answers = new ConcurrentLinkedDeque<>();
    private final CountDownLatch opened = new CountDownLatch(1);
    private final List<DeliveryEvent> events = new CopyOnWriteArrayList<>();
    private final DataSource database =
            new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
    private final JdbcTemplate jdbc = new JdbcTemplate(database);
    private Instant now = NOW;
    private HttpServer server;
    private Webhook webhook;

    private record Request(String method, String type, String delivery, String signature, String body) {}

    @BeforeEach
    void start() throws IOException {
        new ResourceDatabasePopulator(
                        new ClassPathResource("db/migration/V160__alert_troubles.sql"),
                        new ClassPathResource("db/migration/V185__alerts_kept.sql"))
                .execute(database);
        server = server(0);
        webhook = webhook(address());
    }

    @AfterEach
    void stop() {
        webhook.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (exchange.getRequestURI().getPath().equals("/slow")) {
            try {
                opened.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        requests.add(new Request(
                exchange.getRequestMethod(),
                exchange.getRequestHeaders().getFirst("Content-Type"),
                exchange.getRequestHeaders().getFirst("Danegate-Delivery"),
                exchange.getRequestHeaders().getFirst("Danegate-Signature"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        Integer status = answers.pollFirst();
        if (status != null && status / 100 == 3) {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
        }
        exchange.sendResponseHeaders(status == null ? 204 : status, -1);
        exchange.close();
    }

    private Webhook webhook(String address) {
        return webhook(address, QUICK);
    }

    private Webhook webhook(String address, Webhook.Retrying retrying) {
        Policy policy =
                PolicyFile.read("alerts: { webhook: '" + address + "' }").policy();
        CommittedPolicy committed = new CommittedPolicy() {
            @Override
            public Revision current() {
                return new Revision(1, policy);
            }

            @Override
            public void onCommit(Consumer<Revision> reader) {
                // Nothing is committed here.
            }
        };
        return new Webhook(
                committed,
                new WebhookSecret(folder),
                "gate.example",
                new AdministratorActs(events::add, () -> now),
                retrying,
                new WebhookStore(jdbc));
    }

    private HttpServer server(int port) throws IOException {
        HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        made.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        made.createContext("/", this::answer);
        made.start();
        return made;
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    private static Alert alert(String about) {
        return new Alert(
                NOW,
                Alert.Kind.DESTINATION_DOWN,
                Severity.CRITICAL,
                about,
                Wording.of("alert.raised.system", "down"),
                new Alert.Course(7, NOW.minusSeconds(60), null));
    }

    private void arrived(int number) {
        await().atMost(Duration.ofSeconds(20)).until(() -> requests.size() >= number);
    }

    @Test
    void an_alert_arrives_as_json_with_a_signature_that_the_secret_verifies() throws Exception {
        String secret = webhook.renewSecret("admin");
        webhook.receive(alert("a.example"), 3);
        arrived(1);

        Request request = requests.getFirst();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.type()).isEqualTo("application/json");
        JsonNode body = JsonMapper.shared().readTree(request.body());
        assertThat(body.path("id").asString()).isEqualTo(request.delivery()).isNotBlank();
        assertThat(body.path("host").asString()).isEqualTo("gate.example");
        assertThat(body.path("at").asString()).isEqualTo("2026-03-01T00:00:00Z");
        assertThat(body.path("event").asString()).isEqualTo("RAISED");
        assertThat(body.path("severity").asString()).isEqualTo("CRITICAL");
        assertThat(body.path("kind").asString()).isEqualTo("DESTINATION_DOWN");
        assertThat(body.path("about").asString()).isEqualTo("a.example");
        assertThat(body.path("text").asString()).isEqualTo("down");
        assertThat(body.path("repeated").asInt()).isEqualTo(3);
        assertThat(body.path("trouble").path("id").asLong()).isEqualTo(7);
        assertThat(body.path("trouble").path("since").asString()).isEqualTo("2026-02-28T23:59:00Z");
        assertThat(body.path("trouble").path("over").isNull()).isTrue();

        String time = String.valueOf(NOW.getEpochSecond());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
        String expected =
                HexFormat.of().formatHex(mac.doFinal((time + "." + request.body()).getBytes(StandardCharsets.UTF_8)));
        assertThat(request.signature()).isEqualTo("t=" + time + ",v1=" + expected);
    }

    @Test
    void the_secret_is_in_a_private_file_and_in_no_event() throws Exception {
        String secret = webhook.renewSecret("admin");
        Path file = folder.resolve("webhook.key");
        assertThat(Files.readString(file).strip()).isEqualTo(secret).hasSize(43);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(webhook.renewSecret("admin")).isNotEqualTo(secret);
        assertThat(events)
                .hasSize(2)
                .contains(new DeliveryEvent.AdministratorActed(NOW, "admin", "made a new webhook secret"))
                .noneMatch(event -> event.toString().contains(secret));
    }

    @Test
    void requests_are_signed_before_anybody_made_a_secret() {
        webhook.receive(alert("a.example"), 0);
        arrived(1);
        assertThat(requests.getFirst().signature()).matches("t=[0-9]+,v1=[0-9a-f]{64}");
        assertThat(folder.resolve("webhook.key")).exists();
    }

    @Test
    void what_the_receiver_does_not_take_is_sent_again_under_the_same_id() {
        answers.addAll(List.of(503, 500));
        webhook.receive(alert("a.example"), 0);
        arrived(3);
        assertThat(requests)
                .extracting(Request::delivery)
                .containsOnly(requests.getFirst().delivery());
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(webhook.last())
                        .get()
                        .extracting(Webhook.Outcome::fault)
                        .isNull());
        assertThat(events).isEmpty();
    }

    @Test
    void it_is_given_up_after_the_last_attempt_and_the_log_says_so() {
        answers.addAll(List.of(500, 500, 500, 500));
        webhook.receive(alert("a.example"), 0);
        await().atMost(Duration.ofSeconds(20)).until(() -> !events.isEmpty());
        assertThat(events.getFirst().toString())
                .contains("Alert not sent to the webhook after 4 attempts: HTTP status 500");
        assertThat(requests).hasSize(4);
    }

    @Test
    void a_redirect_is_not_followed() {
        answers.addAll(List.of(302, 302, 302, 302));
        webhook.receive(alert("a.example"), 0);
        await().atMost(Duration.ofSeconds(20)).until(() -> !events.isEmpty());
        assertThat(requests).hasSize(4);
        assertThat(webhook.last()).get().extracting(Webhook.Outcome::fault).isEqualTo("HTTP status 302");
    }

    @Test
    void a_receiver_that_never_answers_blocks_nobody_and_what_waits_is_bounded() {
        try (Webhook slow = webhook("http://127.0.0.1:" + server.getAddress().getPort() + "/slow")) {
            for (int i = 0; i < Webhook.MOST_WAITING + 5; i++) {
                slow.receive(alert("d" + i + ".example"), 0);
            }
            assertThat(events)
                    .hasSize(5)
                    .allMatch(event -> event.toString().contains("Alert not sent to the webhook: 500 others"));
        } finally {
            opened.countDown();
        }
    }

    @Test
    void what_a_receiver_that_is_down_did_not_take_is_sent_after_a_restart_under_the_same_id() throws Exception {
        String secret = webhook.renewSecret("admin");
        String address = address();
        int port = server.getAddress().getPort();
        server.stop(0);
        Webhook.Retrying often = new Webhook.Retrying(Duration.ofMillis(50), Duration.ofMillis(50), 1_000);
        try (Webhook before = webhook(address, often)) {
            before.receive(alert("a.example"), 2);
            await().atMost(Duration.ofSeconds(20)).until(() -> waiting("failed") >= 1);
        }
        String id = jdbc.queryForObject("select id from webhook_delivery", String.class);
        assertThat(jdbc.queryForList("select * from webhook_delivery").toString())
                .contains("a.example")
                .doesNotContain(secret, "v1=");

        now = NOW.plus(Duration.ofHours(3));
        server = server(port);
        try (Webhook after = webhook(address, often)) {
            after.resume();
            arrived(1);
            await().atMost(Duration.ofSeconds(20)).until(() -> waiting("1") == 0);
        }
        Request request = requests.getFirst();
        assertThat(request.delivery()).isEqualTo(id);
        assertThat(JsonMapper.shared().readTree(request.body()).path("id").asString())
                .isEqualTo(id);
        assertThat(request.signature())
                .as("signed at the time of sending")
                .startsWith("t=" + now.getEpochSecond() + ",v1=");
        assertThat(requests).hasSize(1);
        assertThat(events).as("nothing was given up").hasSize(1);
    }

    @Test
    void an_alert_whose_request_was_broken_off_by_the_stop_is_sent_again() {
        try (Webhook slow = webhook("http://127.0.0.1:" + server.getAddress().getPort() + "/slow")) {
            slow.receive(alert("a.example"), 0);
            slow.receive(alert("b.example"), 0);
        }
        opened.countDown();
        assertThat(waiting("1")).isEqualTo(2);
        requests.clear();

        webhook.resume();
        await().atMost(Duration.ofSeconds(20)).until(() -> waiting("1") == 0);
        assertThat(requests)
                .extracting(Request::body)
                .anyMatch(body -> body.contains("a.example"))
                .anyMatch(body -> body.contains("b.example"));
    }

    @Test
    void attempts_go_on_counting_after_a_restart_until_it_is_given_up() {
        insert("x", 3, NOW);
        answers.add(500);
        webhook.resume();
        await().atMost(Duration.ofSeconds(20)).until(() -> waiting("1") == 0);
        assertThat(events.getFirst().toString()).contains("after 4 attempts: HTTP status 500");
        assertThat(requests).hasSize(1);
    }

    @Test
    void what_is_too_old_or_too_much_after_a_restart_is_dropped_and_the_log_says_so() {
        insert("old", 0, NOW.minus(Duration.ofHours(25)));
        for (int i = 0; i < Webhook.MOST_WAITING + 3; i++) {
            insert("id" + i, 0, NOW);
        }
        webhook.resume();
        assertThat(events.getFirst().toString())
                .contains(
                        "Alerts from before the restart not sent to the webhook: 4 (older than a day, or more than 500)");
        arrived(Webhook.MOST_WAITING);
        await().atMost(Duration.ofSeconds(20)).until(() -> waiting("1") == 0);
        assertThat(requests).hasSize(Webhook.MOST_WAITING).noneMatch(request -> "old".equals(request.delivery()));
    }

    private void insert(String id, int failed, Instant made) {
        jdbc.update(
                "insert into webhook_delivery (id, body, failed, made_at, next_at) values (?, '{}', ?, ?, ?)",
                id,
                failed,
                made.toEpochMilli(),
                made.toEpochMilli());
    }

    /// The sum over the stored deliveries.
    private long waiting(String of) {
        Long sum = jdbc.queryForObject("select sum(" + of + ") from webhook_delivery", Long.class);
        return sum == null ? 0 : sum;
    }

    @Test
    void the_wait_doubles_for_about_an_hour() {
        Webhook.Retrying usual = Webhook.Retrying.USUAL;
        Duration sum = Duration.ZERO;
        for (int failed = 1; failed < usual.attempts(); failed++) {
            sum = sum.plus(usual.after(failed));
        }
        assertThat(usual.after(1)).isEqualTo(Duration.ofSeconds(5));
        assertThat(usual.after(3)).isEqualTo(Duration.ofSeconds(20));
        assertThat(sum).isBetween(Duration.ofMinutes(50), Duration.ofMinutes(80));
    }
}
