package org.danegate.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.danegate.Danegate;
import org.danegate.OwnPolicy;
import org.danegate.address.MailAddress;
import org.danegate.monitor.DeliveryStatus;
import org.danegate.policy.AlertSettings.Severity;
import org.danegate.queue.Envelope;
import org.danegate.queue.MessageQueue;
import org.danegate.queue.NewMessage;
import org.danegate.wording.Wording;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
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

/// The page and the addresses for scripts of the alerts, in the running console.
@SpringBootTest(classes = Danegate.class, properties = "danegate.admin-password=correct horse battery")
@AutoConfigureMockMvc
@DirtiesContext
class AlertPagesTest {

    private static final RequestPostProcessor ADMIN = user("ada").roles("ADMINISTRATOR");
    private static final RequestPostProcessor OPERATOR = user("olga").roles("OPERATOR");
    private static final RequestPostProcessor READER = user("rita").roles("READ_ONLY_OPERATOR");

    @TempDir
    static Path folder;

    @DynamicPropertySource
    static void ownFolder(DynamicPropertyRegistry properties) throws IOException {
        OwnPolicy.in(folder, OwnPolicy.QUIET + """
                alerts: { webhook: 'http://127.0.0.1:9/hook', downRecipients: 0, downDestinations: 0, resolvers: false }
                """, properties);
    }

    @Autowired
    private MockMvc mvc;

    @Autowired
    private Troubles troubles;

    @Autowired
    private DeliveryStatus status;

    @Autowired
    private MessageQueue queue;

    @AfterEach
    void calm() {
        troubles.over(Alert.Kind.CERTIFICATE_EXPIRY, "In <b>");
    }

    private void trouble() {
        troubles.found(Finding.of(
                Alert.Kind.CERTIFICATE_EXPIRY,
                "In <b>",
                Severity.CRITICAL,
                Wording.of("listener.alert.closed", "In <b>", "192.0.2.1", "25", "Address in use")));
    }

    private MockHttpServletResponse answer(MockHttpServletRequestBuilder request) throws Exception {
        return mvc.perform(request).andReturn().getResponse();
    }

    private String page(RequestPostProcessor user, Locale language) throws Exception {
        return answer(get("/system/alerts").with(user).locale(language)).getContentAsString();
    }

    private JsonNode open() throws Exception {
        return JsonMapper.shared()
                .readTree(answer(get("/api/v1/alerts/troubles").with(READER)).getContentAsString());
    }

    @Test
    void open_troubles_stand_above_the_latest_alerts_in_both_languages() throws Exception {
        assertThat(page(OPERATOR, Locale.ENGLISH)).contains("No open troubles.");
        trouble();

        String english = page(OPERATOR, Locale.ENGLISH);
        assertThat(english)
                .contains(
                        "Open troubles: 1",
                        "Certificate expires: In &lt;b&gt;",
                        "1 open trouble not acknowledged, critical")
                .doesNotContain("In <b>", "??");
        assertThat(english.indexOf("id=\"open\"")).isLessThan(english.indexOf("id=\"top\""));
        assertThat(page(OPERATOR, Locale.of("es")))
                .contains("Problemas abiertos: 1", "1 problema abierto sin atender")
                .doesNotContain("??");
    }

    @Test
    void the_destinations_of_one_alert_about_many_are_listed_on_the_page_and_for_scripts() throws Exception {
        troubles.found(DestinationRule.DOWN.findingOfMany(
                1_200,
                4_000,
                Wording.of("alert.names.more", "a.example", 1_199),
                List.of("a.example", "b<i>.example")));
        try {
            JsonNode many = open().valueStream()
                    .filter(one -> one.path("about").asString().equals("*"))
                    .findFirst()
                    .orElseThrow();
            assertThat(many.path("affected").asInt()).isEqualTo(1_200);
            assertThat(many.path("destinations").valueStream().map(JsonNode::asString))
                    .containsExactly("a.example", "b<i>.example");
            assertThat(page(READER, Locale.ENGLISH))
                    .contains("a.example, b&lt;i&gt;.example", "Only the 2 for which most recipients wait are listed.")
                    .doesNotContain("b<i>", "??");
            assertThat(page(READER, Locale.of("es")))
                    .contains("Solo figuran los 2")
                    .doesNotContain("??");
        } finally {
            troubles.over(Alert.Kind.DESTINATION_DOWN, Finding.MANY);
        }
    }

    @Test
    void an_operator_acknowledges_a_trouble_on_the_page_and_a_reader_may_not() throws Exception {
        trouble();
        long id = open().get(0).path("id").asLong();
        String address = "/system/alerts/" + id + "/acknowledge";
        assertThat(page(OPERATOR, Locale.ENGLISH)).contains("action=\"" + address + "\"");
        assertThat(page(READER, Locale.ENGLISH)).doesNotContain(address).contains("Not acknowledged");
        assertThat(answer(post(address).with(READER).with(csrf())).getStatus()).isEqualTo(403);

        assertThat(answer(post(address).with(OPERATOR).with(csrf())).getRedirectedUrl())
                .isEqualTo("/system/alerts");
        assertThat(page(OPERATOR, Locale.ENGLISH))
                .contains("by olga", "No open troubles.")
                .doesNotContain(address);
        assertThat(open().get(0).path("acknowledgedBy").asString()).isEqualTo("olga");
    }

    @Test
    void scripts_see_and_acknowledge_troubles() throws Exception {
        trouble();
        JsonNode one = open().get(0);
        assertThat(one.path("kind").asString()).isEqualTo("CERTIFICATE_EXPIRY");
        assertThat(one.path("severity").asString()).isEqualTo("CRITICAL");
        assertThat(one.path("about").asString()).isEqualTo("In <b>");
        assertThat(one.path("affected").asInt()).isOne();
        assertThat(one.path("text").asString()).contains("Address in use");
        assertThat(one.path("acknowledgedBy").isNull()).isTrue();

        String address = "/api/v1/alerts/troubles/" + one.path("id").asLong() + "/acknowledge";
        MockHttpServletResponse done = answer(post(address).with(OPERATOR).with(csrf()));
        assertThat(done.getStatus()).isEqualTo(200);
        assertThat(JsonMapper.shared()
                        .readTree(done.getContentAsString())
                        .path("acknowledgedBy")
                        .asString())
                .isEqualTo("olga");
        assertThat(answer(post("/api/v1/alerts/troubles/1/acknowledge")
                                .with(OPERATOR)
                                .with(csrf()))
                        .getStatus())
                .isEqualTo(404);
    }

    @Test
    void only_an_administrator_makes_a_webhook_secret_and_sees_it_once() throws Exception {
        String address = "/system/alerts/webhook-secret";
        assertThat(page(ADMIN, Locale.ENGLISH)).contains("http://127.0.0.1:9/hook", "action=\"" + address + "\"");
        assertThat(page(OPERATOR, Locale.ENGLISH)).doesNotContain(address);
        assertThat(answer(post(address).with(OPERATOR).with(csrf())).getStatus())
                .isEqualTo(403);

        MockHttpServletResponse made = answer(post(address).with(ADMIN).with(csrf()));
        assertThat(made.getHeader("Content-Disposition")).contains("danegate-webhook-secret.txt");
        assertThat(made.getHeader("Cache-Control")).isEqualTo("no-store");
        String secret = made.getContentAsString().strip();
        assertThat(Files.readString(folder.resolve("data/webhook.key")).strip()).isEqualTo(secret);
        assertThat(page(ADMIN, Locale.ENGLISH)).doesNotContain(secret);
        assertThat(answer(get("/api/v1/policy").with(ADMIN)).getContentAsString())
                .contains("webhook")
                .doesNotContain(secret);
    }

    @Test
    void kinds_whose_rule_is_off_say_so() throws Exception {
        String page = page(OPERATOR, Locale.ENGLISH);
        String kinds = page.substring(page.indexOf("id=\"kinds\""));
        assertThat(kinds).contains(">Off<", "at least 50 recipients wait, or 1 where DANE Support is Mandatory");
        assertThat(kinds).containsPattern("(?s)Destination is down</th>.{0,200}>Off<");
    }

    @Test
    void the_rules_see_what_waits_in_the_queue() throws Exception {
        Instant now = Instant.now();
        NewMessage.Recipient to = new NewMessage.Recipient(MailAddress.parse("a@waits.example"), "Default", "");
        queue.accept(new NewMessage(
                queue.nextMid(),
                new Envelope("me@example.org", false, false, false, "", "", ""),
                List.of(to),
                "Subject: a\r\n\r\nb\r\n".getBytes(StandardCharsets.US_ASCII),
                now));

        assertThat(AlertConfiguration.waiting(status).get())
                .filteredOn(state -> state.domain().equals("waits.example"))
                .singleElement()
                .satisfies(state -> {
                    assertThat(state.waiting()).isOne();
                    assertThat(state.bouncesAt()).isEqualTo(state.oldest().plusSeconds(259_200));
                    assertThat(state.mandatory()).isFalse();
                });
    }
}
