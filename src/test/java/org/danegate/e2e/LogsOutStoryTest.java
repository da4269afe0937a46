package org.danegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.danegate.Danegate;
import org.danegate.config.WorkingPolicy;
import org.danegate.consolidated.CollectorGrammars;
import org.danegate.listener.SmtpListeners;
import org.danegate.policy.LogSubscription;
import org.danegate.policy.SyslogPush.Framing;
import org.danegate.practice.PracticeNetwork;
import org.danegate.syslog.PretendCollector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An administrator sends the logs to collectors: the forms, the commit, mail over the practice network, and what the
/// collectors get, checked against the grammars of public integrations.
@SpringBootTest(classes = Danegate.class)
@AutoConfigureMockMvc
@DirtiesContext
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(180)
class LogsOutStoryTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final RequestPostProcessor ADMIN = user("admin").roles("ADMINISTRATOR");
    private static final RequestPostProcessor READER = user("reader").roles("READ_ONLY_OPERATOR");

    private static PracticeNetwork network;
    private static PretendCollector mail;
    private static PretendCollector events;
    private static Path logs;

    @Autowired
    private MockMvc mvc;

    @Autowired
    private SmtpListeners listeners;

    @Autowired
    private WorkingPolicy working;

    @Autowired
    private MeterRegistry meters;

    @TempDir
    static Path folder;

    @DynamicPropertySource
    static void server(DynamicPropertyRegistry properties) throws IOException {
        logs = folder.resolve("data/logs");
        network = PracticeServer.start(properties, folder);
        mail = PretendCollector.tcp(Framing.LINE_FEED, 0);
        events = PretendCollector.tcp(Framing.OCTET_COUNTING, 0);
    }

    @AfterAll
    static void stop() throws IOException {
        network.close();
        mail.close();
        events.close();
    }

    @Test
    @Order(1)
    void a_preset_fills_the_form_and_faults_are_said_beside_their_fields() throws Exception {
        String form = page("/system/log-subscriptions/new?preset=RFC5424");
        assertThat(form)
                .contains("value=\"TLS\" selected")
                .contains("value=\"OCTET_COUNTING\" selected")
                .contains("value=\"RFC5424\" selected")
                .contains("value=\"6514\"")
                .contains("value=\"FILES_AND_SYSLOG\" selected");
        assertThat(page("/system/log-subscriptions/0?preset=ELASTIC"))
                .contains("value=\"mail_logs\"")
                .contains("value=\"APPLIANCE\" selected");
        MockHttpServletResponse refused = submit(
                "new",
                Map.of(
                        "name", "wrong",
                        "type", "MAIL",
                        "retrieval", "SYSLOG",
                        "syslogHost", "no host",
                        "syslogPort", "70000",
                        "syslogProtocol", "TLS",
                        "syslogMaxSize", "12",
                        "syslogTrusted", "-----BEGIN NONSENSE-----"));
        assertThat(refused.getStatus()).isEqualTo(422);
        assertThat(refused.getContentAsString())
                .contains("id=\"syslogHost-error\"", "id=\"syslogPort-error\"", "id=\"syslogMaxSize-error\"")
                .contains("id=\"syslogTrusted-error\"")
                .contains("These are no certificates in PEM form")
                .contains("value=\"no host\"");
    }

    @Test
    @Order(2)
    void after_the_commit_lines_flow_without_a_restart() throws Exception {
        submitted("0", push("mail_logs", "MAIL", mail.port(), "LINE_FEED"));
        submitted("new", push("consolidated_event", "CONSOLIDATED", events.port(), "OCTET_COUNTING"));
        submitted(
                "new",
                Map.of("name", "events_json", "type", "CONSOLIDATED", "retrieval", "FILES", "eventForm", "JSON"));
        assertThat(page("/commit")).contains("syslogHost").contains("consolidated_event");
        commit();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(page("/system/logs"))
                        .contains("Connected to TCP 127.0.0.1:" + mail.port())
                        .contains("Connected to TCP 127.0.0.1:" + events.port()));

        send("a@ok.practice");
        send("b@refuses.practice");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(consolidated())
                        .anyMatch(event -> event.get("duser").equals("b@refuses.practice")
                                && event.get("act").equals("BOUNCED"))
                        .anyMatch(event -> event.get("duser").equals("sender@ok.practice")));
    }

    @Test
    @Order(3)
    void elastic_reads_every_consolidated_event() throws Exception {
        assertThat(events.messages())
                .allMatch(line ->
                        line.matches("<166>[A-Z][a-z]{2} [ \\d]\\d [\\d:]{8}" + " consolidated_event: CEF:0\\|.*"));
        Map<String, String> delivered = consolidated().stream()
                .filter(event -> event.get("duser").equals("a@ok.practice"))
                .findFirst()
                .orElseThrow();
        assertThat(delivered)
                .containsEntry("act", "DELIVERED")
                .containsEntry("suser", "sender@ok.practice")
                .containsEntry("deviceExternalId", "gate.practice")
                .containsEntry("deviceDirection", "1")
                .containsEntry("ESAMailFlowPolicy", "RELAY")
                .containsEntry("ESADaneStatus", "success")
                .containsEntry("ESADaneHost", "ok.practice")
                .containsEntry("ESATLSOutConnStatus", "Success")
                .containsEntry("subject", "Hello")
                .containsKeys("ESADCID", "ESAHeloDomain", "sourceAddress", "cs4");
        Map<String, String> bounced = consolidated().stream()
                .filter(event -> event.get("act").equals("BOUNCED"))
                .findFirst()
                .orElseThrow();
        assertThat(bounced.get("ESAFinalActionDetails")).startsWith("5.1.1 ").contains("No such mailbox");
    }

    @Test
    @Order(4)
    void elastic_reads_the_mail_logs_or_keeps_them_as_text() {
        List<CollectorGrammars.Line> lines = mail.messages().stream()
                .map(CollectorGrammars::line)
                .map(Optional::orElseThrow)
                .toList();
        assertThat(lines)
                .hasSizeGreaterThan(20)
                .allMatch(line -> line.category().equals("mail_logs"))
                .allMatch(line -> List.of("Critical", "Warning", "Info").contains(line.level()));
        List<String> unknown = lines.stream()
                .map(CollectorGrammars.Line::text)
                .filter(text -> !CollectorGrammars.knowsMailLine(text))
                .toList();
        // The appliance's documented lines that Elastic has no pattern for, and our own; docs/logs-out.md names them.
        assertThat(unknown)
                .allMatch(text -> text.matches("New SMTP ICID \\d+ interface Out .*"
                        + "|ICID \\d+ RELAY SG .*"
                        + "|(?:ICID|DCID) \\d+ TLS success protocol .*"
                        + "|New SMTP DCID \\d+ interface \\S+ address \\S+ port \\d+"
                        + "|(?:Delivery start|Message done) DCID \\d+ MID \\d+ to RID \\[[\\d, ]+]"
                        + "|Bounced: DCID \\d+ MID \\d+ to RID \\d+ - .*"
                        + "|MID \\d+ was generated for bounce of MID \\d+"
                        + "|(?:User|Status|DANE|Log|DNS|Connection|The) .*"));
        for (String shape : List.of(
                "Start MID \\d+ ICID \\d+",
                "MID \\d+ ICID \\d+ From: <sender@ok.practice>",
                "MID \\d+ ICID \\d+ RID 0 To: <a@ok.practice>",
                "MID \\d+ ready \\d+ bytes from <sender@ok.practice>",
                "MID \\d+ Message-ID '<.*>'",
                "MID \\d+ Subject \"Hello\"",
                "MID \\d+ matched all recipients for per-recipient policy DEFAULT in the outbound table",
                "MID \\d+ queued for delivery",
                "MID \\d+ RID \\[0] Response '.*'",
                "Message finished MID \\d+ done",
                "DCID \\d+ close",
                "ICID \\d+ close")) {
            assertThat(lines.stream().map(CollectorGrammars.Line::text))
                    .as(shape)
                    .anyMatch(text -> text.matches(shape) && CollectorGrammars.knowsMailLine(text));
        }
    }

    @Test
    @Order(5)
    void a_file_of_json_events_holds_nothing_else() {
        // A file gets its lines a moment after a collector.
        await().atMost(SOON).ignoreExceptions().untilAsserted(LogsOutStoryTest::theFilesAreComplete);
    }

    private static void theFilesAreComplete() throws IOException {
        JsonMapper mapper = JsonMapper.builder().build();
        List<JsonNode> read = new ArrayList<>();
        for (String line : Files.readAllLines(logs.resolve("events_json/consolidated_event.current"))) {
            read.add(mapper.readTree(line));
        }
        assertThat(read)
                .hasSizeGreaterThanOrEqualTo(3)
                .allMatch(event -> event.get("schema").asInt() == 1)
                .anyMatch(event -> event.get("to").toString().equals("[\"a@ok.practice\"]")
                        && event.get("dane_status").asString().equals("success")
                        && event.get("tlsa_record").asString().startsWith("3 1 1 "));
        assertThat(Files.readString(logs.resolve("consolidated_event/consolidated_event.current")))
                .containsPattern("(?m)^[A-Z][a-z]{2} [A-Z][a-z]{2} \\d+ [\\d:]{8} \\d{4} CEF:0\\|");
    }

    @Test
    @Order(6)
    void a_test_line_arrives_and_is_for_operators() throws Exception {
        MockHttpServletRequestBuilder test =
                post("/system/logs/mail_logs/test-line").with(csrf());
        assertThat(answer(test.with(READER)).getStatus()).isEqualTo(403);
        MockHttpServletResponse done =
                answer(post("/system/logs/mail_logs/test-line").with(csrf()).with(ADMIN));
        assertThat(done.getRedirectedUrl()).isEqualTo("/system/logs");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(mail.messages())
                        .anyMatch(line -> line.endsWith(" mail_logs: Info: Test line, sent by admin")));
        assertThat(answer(post("/system/logs/none/test-line").with(csrf()).with(ADMIN))
                        .getStatus())
                .isEqualTo(404);
        assertThat(answer(get("/api/v1/logs").with(READER)).getContentAsString())
                .contains("\"collector\":\"TCP 127.0.0.1:" + mail.port() + "\"");
        assertThat(meters.get("danegate.syslog.dropped")
                        .tag("log", "mail_logs")
                        .counter()
                        .count())
                .isZero();
        assertThat(page("/system/status")).contains("Sent to TCP 127.0.0.1:" + mail.port());
    }

    @Test
    @Order(7)
    void another_collector_takes_over_at_the_commit() throws Exception {
        try (PretendCollector other = PretendCollector.tcp(Framing.OCTET_COUNTING, 0)) {
            submitted("0", push("mail_logs", "MAIL", other.port(), "OCTET_COUNTING"));
            commit();
            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(page("/system/logs")).contains("Connected to TCP 127.0.0.1:" + other.port()));
            send("c@ok.practice");
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(other.messages()).anyMatch(line -> line.endsWith(" done")));
        }
        // Mail flows on without any collector.
        send("d@ok.practice");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(consolidated())
                        .anyMatch(event -> event.get("duser").equals("d@ok.practice")));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(page("/system/logs")).contains("Not connected to TCP"));
    }

    private List<Map<String, String>> consolidated() {
        return events.messages().stream()
                .map(line -> CollectorGrammars.line(line).orElseThrow().text())
                .map(cef -> CollectorGrammars.event(cef).orElseThrow())
                .toList();
    }

    private static Map<String, String> push(String name, String type, int port, String framing) {
        return Map.of(
                "name", name,
                "type", type,
                "retrieval", "FILES_AND_SYSLOG",
                "syslogHost", "127.0.0.1",
                "syslogPort", String.valueOf(port),
                "syslogProtocol", "TCP",
                "syslogFraming", framing,
                "syslogForm", "APPLIANCE",
                "syslogFacility", "LOCAL4",
                "eventKeys", "APPLIANCE");
    }

    private void submitted(String at, Map<String, String> fields) throws Exception {
        assertThat(submit(at, fields).getRedirectedUrl()).isEqualTo("/system/log-subscriptions");
    }

    private MockHttpServletResponse submit(String at, Map<String, String> fields) throws Exception {
        MockHttpServletRequestBuilder form = post("/system/log-subscriptions/" + at)
                .with(csrf())
                .with(ADMIN)
                .param(
                        "version",
                        String.valueOf(working.section("logSubscriptions").version()))
                .param("level", "INFO")
                .param("enabled", "true");
        fields.forEach(form::param);
        return answer(form);
    }

    private void commit() throws Exception {
        assertThat(answer(post("/commit").with(csrf()).with(ADMIN).param("comment", "Logs out"))
                        .getStatus())
                .isEqualTo(302);
        assertThat(working.policy().logSubscriptions()).anyMatch(LogSubscription::pushes);
    }

    private MockHttpServletResponse answer(MockHttpServletRequestBuilder request) throws Exception {
        return mvc.perform(request).andReturn().getResponse();
    }

    private String page(String address) throws Exception {
        MockHttpServletResponse answer = answer(get(URI.create(address)).with(ADMIN));
        assertThat(answer.getStatus()).as(address).isEqualTo(200);
        return answer.getContentAsString(StandardCharsets.UTF_8);
    }

    private void send(String to) throws Exception {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put(
                "mail.smtp.port", listeners.ports().values().iterator().next().toString());
        MimeMessage message = new MimeMessage(Session.getInstance(properties));
        message.setFrom(new InternetAddress("sender@ok.practice"));
        message.setRecipients(RecipientType.TO, to);
        message.setSubject("Hello");
        message.setText("Hello\r\n");
        Transport.send(message);
    }
}
