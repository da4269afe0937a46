package org.danegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Properties;
import org.danegate.Danegate;
import org.danegate.access.GivenPassword;
import org.danegate.access.Role;
import org.danegate.access.Users;
import org.danegate.alert.Alert;
import org.danegate.alert.Alerts;
import org.danegate.listener.SmtpListeners;
import org.danegate.practice.PracticeNetwork;
import org.danegate.wording.Wording;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The HTTP interface for scripts, against the whole server over the practice network.
@SpringBootTest(classes = Danegate.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@DirtiesContext
@Timeout(90)
class HttpApiTest {

    private static final String ADMIN = "admin:" + PracticeServer.PASSWORD;
    private static final String OPERATOR = "operator:Only-looking-on-1";

    private static PracticeNetwork network;

    @LocalServerPort
    private int port;

    @Autowired
    private SmtpListeners listeners;

    @Autowired
    private Users users;

    @Autowired
    private Alerts alerts;

    private final JsonMapper json = JsonMapper.builder().build();

    @TempDir
    static Path folder;

    @DynamicPropertySource
    static void server(DynamicPropertyRegistry properties) throws IOException {
        network = PracticeServer.start(properties, folder);
    }

    @AfterAll
    static void stop() throws IOException {
        network.close();
    }

    @BeforeEach
    void operator() {
        if (users.all().stream().noneMatch(u -> u.getName().equals("operator"))) {
            users.add("operator", GivenPassword.lasting("Only-looking-on-1"), Role.READ_ONLY_OPERATOR, "test");
        }
        call("POST", "/api/v1/policy/abandon", ADMIN, "", null);
    }

    @Test
    void alerts_are_told_with_what_raised_them() throws Exception {
        alerts.raise(
                Alert.Kind.REQUIRED_TLS_FAILURE,
                "corp.example",
                Wording.of("alert.raised.required-tls", "corp.example", "mx.corp.example", "no STARTTLS"));

        JsonNode latest = body(get("/api/v1/alerts", OPERATOR)).get(0);
        assertThat(latest.path("severity").asString()).isEqualTo("WARNING");
        assertThat(latest.path("kind").asString()).isEqualTo("REQUIRED_TLS_FAILURE");
        assertThat(latest.path("about").asString()).isEqualTo("corp.example");
        assertThat(latest.path("recipients").asInt()).isZero();
    }

    @Test
    void delivery_status_tells_what_was_delivered_and_what_waits_and_why() throws Exception {
        send("a@ok.practice");
        send("a@wrong-certificate.practice");
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(status("ok.practice").path("deliveredRecipients").asInt())
                    .isGreaterThanOrEqualTo(1);
            assertThat(status("wrong-certificate.practice")
                            .path("lastError")
                            .path("dane")
                            .asBoolean())
                    .isTrue();
        });

        JsonNode list = body(get("/api/v1/delivery-status?sort=activeRecipients&order=desc&limit=1", OPERATOR));
        assertThat(list.path("updatedAt").asString()).isNotBlank();
        assertThat(list.path("totals").path("activeRecipients").asInt()).isGreaterThanOrEqualTo(1);
        assertThat(list.path("destinations").size()).isEqualTo(1);
        JsonNode worst = list.path("destinations").get(0);
        assertThat(worst.path("domain").asString()).isEqualTo("wrong-certificate.practice");
        assertThat(worst.propertyNames())
                .contains(
                        "domain",
                        "hostStatus",
                        "activeRecipients",
                        "connectionsOut",
                        "deliveredRecipients",
                        "softBouncedEvents",
                        "hardBouncedRecipients",
                        "nextRetry",
                        "lastError");
        assertThat(worst.path("lastError").propertyNames()).contains("when", "code", "text", "dane");
        JsonNode details = status("wrong-certificate.practice");
        assertThat(details.path("hostStatus").asString()).isIn("Up", "Down", "Unknown");
        assertThat(details.path("attempts").get(0).path("evidence").toString())
                .contains("mx.wrong-certificate.practice", "TLSA", "does not match");
    }

    @Test
    void scripts_read_whose_side_it_is_on_and_how_far_the_newest_attempt_came() throws Exception {
        send("a@wrong-certificate.practice");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> status("wrong-certificate.practice")
                        .path("path")
                        .path("host")
                        .isString());

        JsonNode details = status("wrong-certificate.practice");
        JsonNode verdict = details.path("verdict");
        assertThat(verdict.path("outcome").asString()).isEqualTo("FAILS");
        assertThat(verdict.path("side").asString()).isEqualTo("THEIRS");
        assertThat(verdict.path("sentence").asString()).contains("does not match its TLSA record");
        assertThat(Instant.parse(verdict.path("since").asString()))
                .isBeforeOrEqualTo(Instant.parse(details.path("path").path("at").asString()));
        assertThat(verdict.path("orEarlier").asBoolean()).isFalse();
        assertThat(Instant.parse(verdict.path("bouncesAt").asString()))
                .as("as the bounce profile of this policy says")
                .isEqualTo(Instant.parse(details.path("oldest").asString()).plus(Duration.ofMinutes(30)));

        JsonNode steps = details.path("path").path("steps");
        assertThat(steps.valueStream()
                        .map(step -> step.path("step").asString() + " "
                                + step.path("state").asString() + " "
                                + step.path("word").asString()))
                .containsExactly(
                        "POLICY PASSED passed",
                        "MX PASSED passed",
                        "ADDRESS PASSED passed",
                        "TLSA PASSED passed",
                        "CONNECT PASSED passed",
                        "STARTTLS PASSED passed",
                        "CERTIFICATE BROKEN broken",
                        "ACCEPTED NOT_REACHED not reached");
        assertThat(steps.get(4).path("milliseconds").isNumber()).isTrue();
        assertThat(steps.get(6).path("side").asString()).isEqualTo("THEIRS");
        JsonNode digests = details.path("path").path("digests").get(0);
        assertThat(digests.path("matches").asBoolean()).isFalse();
        assertThat(digests.path("demanded").asString()).matches("3 1 1 [0-9a-f]{64}");
        assertThat(digests.path("shown").get(0).asString())
                .matches("3 1 1 [0-9a-f]{64}")
                .isNotEqualTo(digests.path("demanded").asString());
    }

    @Test
    void scripts_read_that_a_destination_is_well_or_was_not_tried() throws Exception {
        send("a@ok.practice");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> status("ok.practice").path("path").isObject());
        JsonNode verdict = status("ok.practice").path("verdict");
        assertThat(verdict.path("outcome").asString()).isEqualTo("DELIVERS");
        assertThat(verdict.path("side").isNull()).isTrue();
        assertThat(verdict.path("since").isNull()).isTrue();

        String path = "/api/v1/queue/destinations/unsigned.practice/";
        assertThat(post(path + "suspend", ADMIN, "{\"reason\": \"test\"}").statusCode())
                .isEqualTo(200);
        send("a@unsigned.practice");
        JsonNode details = status("unsigned.practice");
        assertThat(details.path("verdict").path("outcome").asString()).isEqualTo("SUSPENDED");
        assertThat(details.path("verdict").path("side").asString()).isEqualTo("OURS");
        assertThat(details.path("verdict").path("sentence").asString()).contains("suspended delivery");
        assertThat(details.path("path").isNull()).isTrue();
        post(path + "resume", ADMIN, "");
    }

    @Test
    void what_is_not_known_or_not_meaningful_is_a_problem_document() {
        HttpResponse<String> unknown = get("/api/v1/delivery-status/never.seen.example", ADMIN);
        assertThat(unknown.statusCode()).isEqualTo(404);
        problem(unknown);
        for (String query : new String[] {"sort=colour", "order=sideways", "limit=0", "limit=x", "limit=-5"}) {
            HttpResponse<String> wrong = get("/api/v1/delivery-status?" + query, ADMIN);
            assertThat(wrong.statusCode()).as(query).isEqualTo(400);
            problem(wrong);
        }
        HttpResponse<String> unsigned = get("/api/v1/delivery-status", null);
        assertThat(unsigned.statusCode()).isEqualTo(401);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "/bounce-verification/keys | {\"secret\": \"00112233\"} | secret",
                "/bounce-verification/purge | {\"unused\": \"ALL\", \"secret\": \"x\"} | secret",
                "/policy/commit | {\"comment\": \"no\", \"force\": true} | force",
                "/policy/dry-run | {\"probing\": true} | probing",
                "/policy/abandon | {\"really\": true} | really",
                "/daneverify | {\"domain\": \"ok.practice\", \"port\": 26} | port",
                "/queue/suspend | {\"reasn\": \"x\"} | reasn",
                "/queue/destinations/ok.practice/suspend | {\"for\": \"1h\"} | for",
                "/queue/destinations/ok.practice/redirect | {\"to\": \"mx.example:25\", \"tls\": \"NONE\"} | tls",
                "/queue/destinations/ok.practice/delete | {\"sender\": \"a@b.example\"} | sender",
                "/queue/messages/1/hold | {\"reason\": \"x\"} | reason",
                "/delivery-status/retry | {\"domain\": \"ok.practice\"} | domain",
                "/delivery-status/retry?destination=ok.practice | '' | destination",
            })
    void what_nobody_would_look_at_is_refused_by_its_name(String path, String text, String name) {
        HttpResponse<String> refused = post("/api/v1" + path, ADMIN, text);
        assertThat(refused.statusCode()).isEqualTo(400);
        problem(refused);
        assertThat(body(refused).path("detail").asString())
                .startsWith("Unknown ")
                .contains(": " + name + ".");
        assertThat(body(get("/api/v1/bounce-verification/keys", ADMIN))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/queue/messages?recpient=a", "/delivery-status?limt=1", "/alerts?since=1", "/policy/revisions?limit=1",
                "/logs?name=x", "/system-status?area=x", "/dns/status?refresh=true", "/certificates?name=a",
                "/queue/destinations?domain=a", "/bounce-verification/keys?all"
            })
    void a_query_parameter_that_is_not_known_is_refused_by_its_name(String path) {
        HttpResponse<String> refused = get("/api/v1" + path, ADMIN);
        assertThat(refused.statusCode()).isEqualTo(400);
        problem(refused);
        assertThat(body(refused).path("detail").asString()).startsWith("Unknown query parameter: ");
    }

    @Test
    void retrying_is_for_administrators() throws Exception {
        send("a@later.practice");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> status("later.practice").path("softBouncedEvents").asInt() >= 1);

        assertThat(post("/api/v1/delivery-status/later.practice/retry", OPERATOR, "")
                        .statusCode())
                .isEqualTo(403);
        assertThat(post("/api/v1/delivery-status/retry", OPERATOR, "").statusCode())
                .isEqualTo(403);
        int before = status("later.practice").path("softBouncedEvents").asInt();
        HttpResponse<String> one = post("/api/v1/delivery-status/later.practice/retry", ADMIN, "");
        assertThat(one.statusCode()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> status("later.practice").path("softBouncedEvents").asInt() > before);
        assertThat(post("/api/v1/delivery-status/retry", ADMIN, "").statusCode())
                .isEqualTo(200);
    }

    @Test
    void the_working_copy_travels_as_yaml_and_json_with_its_tag() {
        HttpResponse<String> yaml = call("GET", "/api/v1/policy", OPERATOR, null, "application/yaml");
        HttpResponse<String> asJson = call("GET", "/api/v1/policy", OPERATOR, null, "application/json");

        assertThat(yaml.body())
                .contains("domain: \"ok.practice\"".replace("\"", ""))
                .contains("dane: MANDATORY");
        assertThat(body(asJson).path("destinationControls").path("destinations").size())
                .isGreaterThan(5);
        assertThat(yaml.headers().firstValue("ETag"))
                .isPresent()
                .isEqualTo(asJson.headers().firstValue("ETag"));
    }

    @Test
    void a_policy_is_put_committed_and_listed_and_a_stale_one_is_refused() {
        HttpResponse<String> read = call("GET", "/api/v1/policy", ADMIN, null, "application/yaml");
        String tag = read.headers().firstValue("ETag").orElseThrow();
        String more = read.body()
                .replaceFirst(
                        "destinations:",
                        "destinations:\n  - domain: api" + System.nanoTime()
                                + ".example\n    tls: REQUIRED\n    dane: MANDATORY");

        assertThat(put(more, OPERATOR, tag).statusCode()).isEqualTo(403);
        assertThat(put(more, ADMIN, "\"stale\"").statusCode()).isEqualTo(412);
        HttpResponse<String> taken = put(more, ADMIN, tag);
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(204);
        assertThat(put(more, ADMIN, tag).statusCode()).isEqualTo(412);

        HttpResponse<String> committed = post("/api/v1/policy/commit", ADMIN, "{\"comment\": \"by a script\"}");
        assertThat(committed.statusCode()).isEqualTo(200);
        int number = body(committed).path("revision").asInt();
        JsonNode newest = body(get("/api/v1/policy/revisions", OPERATOR)).get(0);
        assertThat(newest.path("number").asInt()).isEqualTo(number);
        assertThat(newest.path("comment").asString()).isEqualTo("by a script");
        assertThat(newest.path("committedBy").asString()).isEqualTo("admin");
        assertThat(newest.path("changes").toString()).contains("ADDED Destination api");

        HttpResponse<String> again = post("/api/v1/policy/commit", ADMIN, "{}");
        assertThat(again.statusCode()).isEqualTo(409);
        problem(again);
    }

    @Test
    void faults_of_a_policy_come_with_line_and_field() {
        HttpResponse<String> refused = put("""
                dns:
                  servers:
                    - { address: 999.1.1.1 }
                destinationControls:
                  destinations:
                    - { tls: REQUIRED }
                    - { domain: a.example, tls: NONE, dane: MANDATORY }
                """, ADMIN, null);
        assertThat(refused.statusCode()).isEqualTo(422);
        problem(refused);
        JsonNode faults = body(refused).path("violations");
        assertThat(faults.toString())
                .contains("\"line\":3", "dns.servers[0].address")
                .contains("\"line\":6", "destinationControls.destinations[0].domain")
                .contains("\"line\":7", "destinationControls.destinations[1].dane");
    }

    @Test
    void an_unusable_trust_anchor_file_is_a_fault_of_the_policy(@TempDir Path folder) throws Exception {
        Path foreign = Files.writeString(folder.resolve("foreign"), "example. IN DS 1 8 2 00\n");
        for (Path file : new Path[] {foreign, folder.resolve("missing")}) {
            HttpResponse<String> refused = put("dns: { trustAnchorFile: '" + file + "' }", ADMIN, null);
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
            problem(refused);
            JsonNode fault = body(refused).path("violations").get(0);
            assertThat(fault.path("field").asString()).isEqualTo("dns.trustAnchorFile");
            assertThat(fault.path("message").asString()).contains(file.toString());
        }
    }

    @Test
    void if_match_takes_lists_and_any_and_compares_strongly() {
        String tag = call("GET", "/api/v1/policy", ADMIN, null, "application/yaml")
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        for (String stale : new String[] {"W/" + tag, "\"a\", W/" + tag, "\"a,*,b\"", "\"*\"", "unquoted"}) {
            assertThat(put("dns: { timeout: 7s }", ADMIN, stale).statusCode())
                    .as(stale)
                    .isEqualTo(412);
        }
        assertThat(put("dns: { timeout: 7s }", ADMIN, "\"a,b\" , W/\"c\"," + tag)
                        .statusCode())
                .isEqualTo(204);
        assertThat(put("dns: { timeout: 8s }", ADMIN, "*").statusCode()).isEqualTo(204);
    }

    @Test
    void abandoning_restores_and_is_for_administrators() {
        HttpResponse<String> read = call("GET", "/api/v1/policy", ADMIN, null, "application/yaml");
        put("dns: { timeout: 7s }", ADMIN, null);
        assertThat(post("/api/v1/policy/abandon", OPERATOR, "").statusCode()).isEqualTo(403);
        assertThat(post("/api/v1/policy/abandon", ADMIN, "").statusCode()).isEqualTo(204);
        assertThat(call("GET", "/api/v1/policy", ADMIN, null, "application/yaml")
                        .body())
                .isEqualTo(read.body());
    }

    @Test
    void health_and_metrics_are_there() {
        assertThat(body(get("/actuator/health", null)).path("status").asString())
                .isEqualTo("UP");
        assertThat(get("/actuator/prometheus", OPERATOR).body()).contains("danegate_");
    }

    private JsonNode status(String domain) {
        return body(get("/api/v1/delivery-status/" + domain, ADMIN));
    }

    private void problem(HttpResponse<String> response) {
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(body(response).path("status").asInt()).isEqualTo(response.statusCode());
        assertThat(body(response).path("detail").asString()).isNotBlank();
    }

    private JsonNode body(HttpResponse<String> response) {
        return json.readTree(response.body());
    }

    private HttpResponse<String> get(String path, String user) {
        return call("GET", path, user, null, "application/json, text/csv, text/plain");
    }

    private HttpResponse<String> post(String path, String user, String text) {
        return call("POST", path, user, text, null);
    }

    private HttpResponse<String> put(String yaml, String user, String tag) {
        HttpRequest.Builder request = request("/api/v1/policy", user)
                .header("Content-Type", "application/yaml")
                .PUT(HttpRequest.BodyPublishers.ofString(yaml));
        return exchange(tag == null ? request : request.header("If-Match", tag));
    }

    private HttpResponse<String> call(String method, String path, String user, String text, String accept) {
        HttpRequest.Builder request = request(path, user)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        text == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(text));
        return exchange(accept == null ? request : request.header("Accept", accept));
    }

    private HttpRequest.Builder request(String path, String user) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        return user == null
                ? request
                : request.header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
    }

    private static HttpResponse<String> exchange(HttpRequest.Builder request) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void send(String to) throws Exception {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put(
                "mail.smtp.port", listeners.ports().values().iterator().next().toString());
        MimeMessage message = new MimeMessage(Session.getInstance(properties));
        message.setFrom(new InternetAddress("sender@ok.practice"));
        message.setRecipients(jakarta.mail.Message.RecipientType.TO, to);
        message.setSubject("Hello");
        message.setText("Hello\r\n");
        Transport.send(message);
    }
}
