package org.danegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.danegate.Danegate;
import org.danegate.listener.SmtpListeners;
import org.danegate.practice.PracticeNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The description of the API holds what the server does: it lists the routes that there are, real answers fit it, and
/// what it has promised before is still there. Springdoc reads the running server; `-Dopenapi.write=true` replaces the
/// file by what it found.
@SpringBootTest(
        classes = Danegate.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "springdoc.api-docs.enabled=true",
            "springdoc.api-docs.path=/api/v1/openapi-as-found",
            "springdoc.use-fqn=true",
            "springdoc.paths-to-match=/api/v1/**,/xml/**",
            "springdoc.paths-to-exclude=/api/v1/openapi-as-found**",
            "springdoc.default-flat-param-object=true",
            "springdoc.override-with-generic-response=false"
        })
@DirtiesContext
class OpenApiDocumentTest {

    private static final Path DOCUMENT = Path.of("src/main/resources/openapi.json");

    /// The document of the last release: replaced when one is made, and never otherwise.
    private static final Path PROMISED = Path.of("src/test/resources/openapi-released.json");

    /// What some addresses need besides.
    private static final Map<String, String> QUERIES =
            Map.of("/api/v1/history", "?series=delivered", "/api/v1/logs/{name}/grep", "?pattern=Start");

    private static final String TARGET = "wrong-certificate.practice";
    private static final String WITH_POLICY = "sts-enforce.practice";

    private static PracticeNetwork network;

    @LocalServerPort
    private int port;

    @Autowired
    private SmtpListeners listeners;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mappings;

    private final JsonMapper json = JsonMapper.shared();
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    static Path folder;

    @DynamicPropertySource
    static void server(DynamicPropertyRegistry properties) throws IOException {
        network = PracticeServer.start(properties, folder);
        properties.add("danegate.tlsrpt.enabled", () -> "true");
    }

    @AfterAll
    static void stop() throws IOException {
        network.close();
    }

    @Test
    void the_document_is_what_the_server_has() throws Exception {
        HttpResponse<String> answer = get("/api/v1/openapi-as-found");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        ObjectNode found = (ObjectNode) json.readTree(answer.body());
        String made = json.writerWithDefaultPrettyPrinter()
                        .writeValueAsString(
                                new OpenApiForm(new DescribedRequests(Path.of("docs/http-api.md"))).complete(found))
                + "\n";
        if (Boolean.getBoolean("openapi.write")) {
            Files.writeString(DOCUMENT, made);
        }
        assertThat(made)
                .as("%s is not what the server has: run this test with -Dopenapi.write=true", DOCUMENT)
                .isEqualTo(Files.readString(DOCUMENT));
    }

    @Test
    void nothing_that_was_promised_is_gone() throws Exception {
        assertThat(BreakingChanges.between(json.readTree(PROMISED), json.readTree(DOCUMENT)))
                .as("changes that break scripts")
                .isEmpty();
    }

    @Test
    void a_removed_field_another_type_and_a_new_duty_are_noticed() throws Exception {
        JsonNode before = json.readTree(DOCUMENT);
        ObjectNode now = (ObjectNode) json.readTree(DOCUMENT);
        ObjectNode status = (ObjectNode) now.at("/components/schemas/SystemStatusAnswer/properties");
        status.remove("connectionsIn");
        status.putObject("connectionsOut").put("type", "string");
        ObjectNode tracking = (ObjectNode) now.at("/paths/~1api~1v1~1tracking/get");
        tracking.withArray("parameters")
                .addObject()
                .put("name", "why")
                .put("in", "query")
                .put("required", true);
        ((ObjectNode) now.get("paths")).remove("/api/v1/alerts");

        assertThat(BreakingChanges.between(before, now))
                .contains(
                        "SystemStatusAnswer.connectionsIn is gone",
                        "get /api/v1/tracking needs the new parameter why",
                        "get /api/v1/alerts is gone")
                .anyMatch(change -> change.startsWith("SystemStatusAnswer.connectionsOut was"));
    }

    @Test
    void every_route_for_scripts_is_described() throws Exception {
        Set<String> routes = mappings.getHandlerMethods().keySet().stream()
                .flatMap(mapping -> mapping.getPatternValues().stream()
                        .flatMap(pattern -> mapping.getMethodsCondition().getMethods().stream()
                                .map(method ->
                                        method + " " + pattern.replaceAll("\\{(\\w+):(?:[^{}]|\\{[^}]*})*}", "{$1}"))))
                .filter(route -> route.contains(" /api/v1/") || route.contains(" /xml/"))
                .filter(route -> !route.contains("openapi-as-found"))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> described = new TreeSet<>();
        json.readTree(DOCUMENT)
                .get("paths")
                .forEachEntry((path, item) -> item.propertyNames()
                        .forEach(method -> described.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path)));

        assertThat(described).containsAll(routes).hasSameSizeAs(routes);
    }

    @Test
    void real_answers_of_every_route_fit_the_document() throws Exception {
        String waiting = somethingToShow();
        Map<String, String> places = Map.of(
                "{report}",
                "tls-connections",
                "{domain}",
                TARGET,
                "{mid}",
                waiting,
                "{id}",
                startRun(),
                "{name}",
                "mail_logs",
                "{file}",
                json.readTree(get("/api/v1/logs/mail_logs").body())
                        .at("/0/name")
                        .asString());
        assertThat(post("/api/v1/mta-sts/" + WITH_POLICY + "/fetch", "").statusCode())
                .isEqualTo(200);
        Map<String, String> others = Map.of(
                "/api/v1/advisor/{domain}",
                "/api/v1/advisor/" + TARGET,
                "/api/v1/mta-sts/{domain}",
                "/api/v1/mta-sts/" + WITH_POLICY,
                "/api/v1/tlsrpt/reports/{id}",
                "/api/v1/tlsrpt/reports/" + aReport());
        List<String> faults = new ArrayList<>();
        int fitted = 0;
        JsonNode document = json.readTree(DOCUMENT);
        for (String path : document.get("paths").propertyNames()) {
            JsonNode operation = document.get("paths").get(path).path("get");
            if (operation.isMissingNode()) {
                continue;
            }
            String address = path + QUERIES.getOrDefault(path, "");
            address = others.getOrDefault(path, address);
            for (Map.Entry<String, String> place : places.entrySet()) {
                address = address.replace(place.getKey(), place.getValue());
            }
            HttpResponse<String> answer = get(address);
            String status = String.valueOf(answer.statusCode());
            if (!operation.get("responses").has(status)) {
                faults.add(address + " answered " + status + " " + answer.body());
            } else if (answer.headers().firstValue("Content-Type").orElse("").contains("json")) {
                faults.addAll(misfits(document, path, status, address, answer.body()));
                fitted++;
            }
        }
        assertThat(faults).isEmpty();
        assertThat(fitted).isGreaterThan(15);
    }

    @Test
    void problem_documents_fit_too() throws Exception {
        HttpResponse<String> unknown = get("/api/v1/delivery-status/never.seen.example");

        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        JsonNode document = json.readTree(DOCUMENT);
        assertThat(validate(
                        document, json.createObjectNode().put("$ref", "#/components/schemas/Problem"), unknown.body()))
                .isEmpty();
    }

    @Test
    void scripts_get_the_document_and_strangers_do_not() throws Exception {
        HttpResponse<String> answer = get("/v3/api-docs");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json.readTree(answer.body()).get("openapi").asString()).startsWith("3.1");
        HttpResponse<String> stranger = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v3/api-docs"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(stranger.statusCode()).isIn(302, 401);
    }

    /// In real Chromium: a violation of the policy is an error of the browser's console.
    @Test
    void people_read_it_on_a_page_that_keeps_to_the_policy_of_the_console() throws Exception {
        Files.createDirectories(Path.of("target", "screenshots"));
        try (ConsoleBrowser browser = ConsoleBrowser.open()) {
            Page page = browser.context().newPage();
            List<String> errors = new ArrayList<>();
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    errors.add(message.text());
                }
            });
            page.onPageError(errors::add);
            page.navigate("http://127.0.0.1:" + port + "/sign-in");
            page.locator("input[name=username]").fill("admin");
            page.locator("input[name=password]").fill(PracticeServer.PASSWORD);
            page.locator("form button").first().click();
            page.waitForURL(url -> !url.contains("/sign-in"));
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));

            page.navigate("http://127.0.0.1:" + port + "/swagger-ui");
            page.locator(".opblock").first().waitFor();

            assertThat(page.locator(".opblock").count()).isGreaterThan(40);
            assertThat((String) page.evaluate("document.documentElement.className"))
                    .contains("dark-mode");
            page.locator("#operations-system-status-getSystemStatus button")
                    .first()
                    .click();
            page.locator(".opblock-description").first().waitFor();
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/screenshots/swagger-ui.png")));
            page.setViewportSize(390, 844);
            assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                    .isLessThanOrEqualTo(390);
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/screenshots/swagger-ui-390.png")));
            assertThat(errors).isEmpty();
        }
    }

    private List<String> misfits(JsonNode document, String path, String status, String address, String body) {
        JsonNode content = document.at("/paths/" + path.replace("/", "~1") + "/get/responses/" + status + "/content");
        JsonNode schema = content.path("application/json").path("schema");
        if (schema.isMissingNode()) {
            return List.of(address + " answers JSON that the document does not describe");
        }
        return validate(document, (ObjectNode) schema, body).stream()
                .map(fault -> address + ": " + fault)
                .limit(10)
                .toList();
    }

    private List<String> validate(JsonNode document, ObjectNode of, String body) {
        ObjectNode schema = of.deepCopy();
        schema.set("components", document.get("components"));
        Schema compiled = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema.toString(), InputFormat.JSON);
        return compiled.validate(body, InputFormat.JSON).stream()
                .map(Error::toString)
                .toList();
    }

    /// Delivered mail, and mail that waits.
    ///
    /// @return the MID of a message that waits
    private String somethingToShow() throws Exception {
        send("a@ok.practice");
        send("a@" + TARGET);
        await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
            JsonNode good =
                    json.readTree(get("/api/v1/delivery-status/ok.practice").body());
            JsonNode bad = json.readTree(
                    get("/api/v1/delivery-status/wrong-certificate.practice").body());
            assertThat(good.path("deliveredRecipients").asInt()).isPositive();
            assertThat(bad.path("path").path("host").isString()).isTrue();
        });
        post(
                "/api/v1/queue/destinations/wrong-certificate.practice/exception",
                "{\"support\": \"NONE\", \"hours\": 1, \"reason\": \"test\", \"confirmed\": true}");
        post("/api/v1/queue/destinations/slow.practice/suspend", "{\"reason\": \"test\"}");
        send("a@slow.practice");
        JsonNode list = json.readTree(
                get("/api/v1/queue/messages?destination=slow.practice").body());
        return list.get("messages").get(0).path("mid").asString();
    }

    /// The id of a report; counters are stored each half minute.
    private String aReport() {
        return await().atMost(Duration.ofSeconds(90))
                .until(
                        () -> json.readTree(get("/api/v1/tlsrpt/reports").body())
                                .at("/0/id")
                                .asString(""),
                        id -> !id.isEmpty());
    }

    private String startRun() throws Exception {
        String run = json.readTree(post("/api/v1/daneverify/runs", "{\"domains\": [\"" + TARGET + "\"]}")
                        .body())
                .path("id")
                .asString();
        await().atMost(Duration.ofSeconds(90))
                .until(() -> get("/api/v1/daneverify/runs/" + run + "/results/" + TARGET)
                                .statusCode()
                        == 200);
        return run;
    }

    private void send(String to) throws Exception {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put(
                "mail.smtp.port", listeners.ports().values().iterator().next().toString());
        MimeMessage message = new MimeMessage(Session.getInstance(properties));
        message.setFrom(new InternetAddress("sender@ok.practice"));
        message.setRecipient(MimeMessage.RecipientType.TO, new InternetAddress(to));
        message.setSubject("test");
        message.setText("test");
        Transport.send(message);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return http.send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        String pair = "admin:" + PracticeServer.PASSWORD;
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }
}
