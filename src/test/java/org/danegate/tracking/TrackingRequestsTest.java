package org.danegate.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.danegate.Danegate;
import org.danegate.OwnPolicy;
import org.danegate.address.MailAddress;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The page and the API of Message Tracking: whatever is asked has an answer or a fault at its field, and a state in
/// which nothing is recorded is shown.
@SpringBootTest(classes = Danegate.class, properties = "danegate.admin-password=correct horse battery")
@AutoConfigureMockMvc
@DirtiesContext
class TrackingRequestsTest {

    private static final String PAGE = "/monitor/message-tracking";
    private static final String API = "/api/v1/tracking";

    @TempDir
    static Path folder;

    @Autowired
    MockMvc browser;

    @DynamicPropertySource
    static void ownFolder(DynamicPropertyRegistry properties) throws IOException {
        OwnPolicy.in(folder, """
                dns: { servers: [ { address: 127.0.0.1, port: 9, priority: 0 } ] }
                """, properties);
    }

    @BeforeAll
    static void mail(@Autowired DeliveryEvents events, @Autowired InstantSource clock, @Autowired Tracking tracking) {
        List<String> many =
                IntStream.range(0, 40).mapToObj(i -> "r" + i + "@many.test").toList();
        accepted(events, clock.instant(), 1, "Invoice 4711", List.of("bob@a.test"));
        accepted(events, clock.instant(), 2, "News", many);
        // Readers of events are a moment behind.
        await().atMost(Duration.ofSeconds(20)).until(() -> tracking.story(2).isPresent());
    }

    private static void accepted(DeliveryEvents events, Instant now, long mid, String subject, List<String> to) {
        events.publish(new DeliveryEvent.MessageStarted(now, mid, 1, "ana@sender.test"));
        for (int rid = 0; rid < to.size(); rid++) {
            events.publish(new DeliveryEvent.RecipientAdded(now, mid, 1, rid, MailAddress.parse(to.get(rid))));
        }
        events.publish(new DeliveryEvent.MessageQueued(now, mid, 1, "ana@sender.test", 9, "<m" + mid + "@b>", subject));
    }

    private MockHttpServletResponse ask(MockHttpServletRequestBuilder request) throws Exception {
        return browser.perform(request.with(user("op").roles("OPERATOR")).locale(Locale.ENGLISH))
                .andReturn()
                .getResponse();
    }

    private JsonNode api(String field, String value) throws Exception {
        return JsonMapper.shared().readTree(ask(get(API).param(field, value)).getContentAsString());
    }

    @Test
    void the_api_lists_messages_and_says_that_the_answer_is_complete() throws Exception {
        JsonNode answer = api("subject", "invoice");
        assertThat(answer.path("messages").size()).isEqualTo(1);
        assertThat(answer.path("messages").path(0).path("mid").asLong()).isEqualTo(1);
        assertThat(answer.path("complete").asBoolean()).isTrue();
        assertThat(answer.path("next").isNull()).isTrue();
        JsonNode story = JsonMapper.shared().readTree(ask(get(API + "/1")).getContentAsString());
        assertThat(story.path("complete").asBoolean()).isTrue();
    }

    @Test
    void the_api_refuses_a_parameter_that_it_does_not_know_and_names_those_that_it_does() throws Exception {
        MockHttpServletResponse refused = ask(get(API + "?senders=ana"));
        assertThat(refused.getStatus()).isEqualTo(400);
        assertThat(refused.getContentAsString())
                .contains("Unknown query parameter: senders. Known: after, dane, destination, from, limit, "
                        + "messageId, mid, outcome, recipient, sender, subject, tls, to.");
        assertThat(ask(get(API + "?sender=ana&limit=&mid=1")).getStatus()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "????????????????",
                "\"",
                "\\",
                "'",
                "\u0000\u0007\u001b",
                "\u202Egpj",
                "<script>",
                "a\\*",
                "${1}",
                "-1",
                "99999999999999999999",
                "+999999999-12-31T23:59:59Z",
                "-999999999-01-01T00:00",
                "2026-13-01",
                "1-1",
                "-",
                "9223372036854775807-9223372036854775807",
                "%",
                "é",
                "10000"
            })
    void nothing_that_is_asked_is_an_error_of_the_server(String text) throws Exception {
        for (String value : List.of(text, text.repeat(10_000 / text.length()))) {
            for (String field : List.of(
                    "sender",
                    "recipient",
                    "subject",
                    "mid",
                    "messageId",
                    "destination",
                    "outcome",
                    "dane",
                    "from",
                    "to",
                    "limit",
                    "after")) {
                assertThat(ask(get(API).param(field, value)).getStatus())
                        .as("%s=%s", field, text)
                        .isIn(200, 400);
                assertThat(ask(get(PAGE).param(field, value)).getStatus())
                        .as("page, %s=%s", field, text)
                        .isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "subject, *, There are no wildcards",
        "mid, 1*, MID must be a number",
        "from, +999999999-12-31T23:59:59Z, From must be a date and time",
        "to, 1969-12-31T00:00:00Z, To must be a date and time",
        "sender, LONG, Sender takes up to 320 characters",
        "recipient, LONG, Recipient takes up to 320 characters",
        "destination, LONG, Destination Domain takes up to 320 characters",
        "dane, fail, DANE of the delivery has an unknown value",
    })
    void a_fault_is_said_at_its_field(String field, String value, String sentence) throws Exception {
        String given = value.equals("LONG") ? "a".repeat(321) : value;
        String page = ask(get(PAGE).param(field, given)).getContentAsString();
        assertThat(page).contains(sentence).contains("href=\"#" + field + "\"");
        MockHttpServletResponse refused = ask(get(API).param(field, given));
        assertThat(refused.getStatus()).isEqualTo(400);
        assertThat(refused.getContentAsString()).contains(field + " must be ");
    }

    @Test
    void that_nothing_is_recorded_is_shown_above_pages_on_system_status_and_to_monitors(
            @Autowired DeliveryEvents events, @Autowired TrackingStore store, @Autowired Tracking tracking)
            throws Exception {
        Path index = folder.resolve("data/tracking");
        Path away = folder.resolve("away");
        Files.move(index, away);
        Files.writeString(index, "in the way");
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            accepted(events, Instant.now(), 3, "Lost", List.of("bob@a.test"));
            store.commit(Instant.now());
            return tracking.notRecorded().isPresent();
        });
        assertThat(ask(get(PAGE)).getContentAsString()).contains("Message Tracking: not recorded since ");
        assertThat(ask(get("/network/dns")).getContentAsString()).contains("Mail is not affected.");
        assertThat(ask(get("/system/status")).getContentAsString()).contains("Not recorded, ");
        assertThat(ask(get("/actuator/health")).getContentAsString()).contains("messageTracking");

        Files.delete(index);
        Files.move(away, index);
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            store.commit(Instant.now());
            return tracking.notRecorded().isEmpty();
        });
        assertThat(ask(get(PAGE)).getContentAsString()).doesNotContain("not recorded since");
        assertThat(ask(get("/system/status")).getContentAsString()).contains("Recorded");
    }

    @Test
    void the_list_names_some_of_many_recipients_those_that_were_asked_for_first() throws Exception {
        String page = ask(get(PAGE).param("recipient", "r39@many.test")).getContentAsString();
        assertThat(page)
                .contains("r39@many.test</span>")
                .contains("r0@many.test</span>")
                .contains("and 30 more")
                .doesNotContain("r20@many.test</span>");
        assertThat(ask(get(PAGE + "/2")).getContentAsString()).contains("r20@many.test</span>");
    }
}
