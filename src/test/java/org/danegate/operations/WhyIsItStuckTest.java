package org.danegate.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.danegate.Danegate;
import org.danegate.address.MailAddress;
import org.danegate.config.WorkingPolicy;
import org.danegate.e2e.PracticeServer;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.event.Lane;
import org.danegate.practice.PracticeNetwork;
import org.danegate.queue.Envelope;
import org.danegate.queue.MessageQueue;
import org.danegate.queue.NewMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/// The page of a stuck destination, and what can be done there, against the whole server over the practice network.
@SpringBootTest(classes = Danegate.class)
@AutoConfigureMockMvc
@DirtiesContext
@Timeout(90)
class WhyIsItStuckTest {

    private static final String PAGE = "/monitor/delivery-status/";
    private static final String DESTINATIONS = "/monitor/delivery-queue/destinations/";

    private static PracticeNetwork network;

    @Autowired
    private MockMvc mvc;

    @Autowired
    private MessageQueue queue;

    @Autowired
    private DeliveryEvents events;

    @Autowired
    private WorkingPolicy working;

    @Autowired
    private InstantSource clock;

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

    @Test
    void the_verdict_names_the_side_and_the_strip_marks_the_broken_step() throws Exception {
        String page = stuck("wrong-certificate.practice", "does not match its TLSA record");

        assertThat(page)
                .contains("Their side", "Failing since", "The oldest mail bounces at")
                .contains("step step-broken step-first", "Demanded (TLSA)", "Shown (certificate)")
                .containsPattern("<details class=\"finding finding-broken\"[^>]*open");
    }

    @Test
    void the_prose_of_the_validator_is_folded_below_a_sentence() throws Exception {
        String page = stuck("expired.practice", "The signature of the MX record of expired.practice expired at");

        assertThat(page).contains("Their side");
        assertThat(page.substring(page.indexOf("class=\"verdict\""), page.indexOf("class=\"strip\"")))
                .doesNotContainIgnoringCase("rrset");
    }

    @Test
    void reasons_and_the_last_error_are_sentences_with_the_words_of_the_log_below() throws Exception {
        String page = stuck("expired.practice", "The signature of the MX record of expired.practice expired at");

        assertThat(between(page, "id=\"waiting\"", "id=\"last-error\""))
                .containsSubsequence(
                        "The signature of the MX record of expired.practice expired at",
                        "In the log:",
                        "BOGUS MX record found for expired.practice: ");
        assertThat(page.substring(page.indexOf("id=\"last-error\"")))
                .containsSubsequence(
                        "The signature of the MX record of expired.practice expired at",
                        "BOGUS MX record found for expired.practice: ");
    }

    @Test
    void the_queue_says_what_an_error_means_and_keeps_the_words_of_the_log() throws Exception {
        stuck("expired.practice", "The signature of the MX record of expired.practice expired at");
        String sentence = "La firma del registro MX de expired.practice caducó en ";
        String log = "BOGUS MX record found for expired.practice: ";

        String list = spanish("/monitor/delivery-queue?destination=expired.practice");
        assertThat(list).containsSubsequence(sentence, log);
        Matcher mid = Pattern.compile("/monitor/delivery-queue/(\\d+)\"").matcher(list);
        assertThat(mid.find()).isTrue();
        assertThat(spanish("/monitor/delivery-queue/" + mid.group(1))).containsSubsequence(sentence, log);
    }

    @Test
    void the_story_of_a_message_says_the_short_reason_above_the_words_of_the_log() throws Exception {
        long mid = 900_001;
        Instant now = clock.instant();
        String sender = "s@unsigned.practice";
        events.publish(new DeliveryEvent.MessageStarted(now, mid, 7, sender));
        events.publish(new DeliveryEvent.RecipientAdded(now, mid, 7, 0, MailAddress.parse("someone@expired.practice")));
        events.publish(new DeliveryEvent.MessageQueued(
                now,
                mid,
                7,
                sender,
                2048,
                "<1@unsigned.practice>",
                "x",
                DeliveryEvent.MessageQueued.Direction.OUTBOUND,
                new Lane(true, "")));
        stuck("expired.practice", "The signature of the MX record of expired.practice expired at");
        send(PAGE + "expired.practice/retry");

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(spanish("/monitor/message-tracking/" + mid))
                        .containsSubsequence("MX con firma no válida", "BOGUS MX record found for expired.practice: "));
    }

    private static String between(String page, String begin, String end) {
        return page.substring(page.indexOf(begin), page.indexOf(end));
    }

    private String spanish(String path) throws Exception {
        MvcResult result = call(get(path).locale(Locale.of("es")));
        assertThat(result.getResponse().getStatus()).isEqualTo(200);
        return result.getResponse().getContentAsString(StandardCharsets.UTF_8);
    }

    @Test
    void the_note_has_the_facts_the_rules_and_the_commands() throws Exception {
        stuck("wrong-certificate.practice", "does not match its TLSA record");

        String note = page(PAGE + "wrong-certificate.practice/note");
        assertThat(note)
                .contains("gate.practice cannot deliver mail to wrong-certificate.practice")
                .contains("MX host: mx.wrong-certificate.practice", "SHA-256 of its public key", "UTC")
                .contains("RFC 7672 3.1", "dig +dnssec", "openssl s_client -starttls smtp", "posttls-finger");
        assertThat(page(PAGE + "none.example/note")).contains("none.example");
    }

    @Test
    void an_exception_lets_the_mail_go_is_shown_everywhere_and_leaves_the_working_copy_alone() throws Exception {
        stuck("no-tlsa.practice", "publishes no TLSA record");
        String form = DESTINATIONS + "no-tlsa.practice/exception";

        MvcResult made = send(form, "support", "NONE", "hours", "24", "reason", "they publish it tomorrow");

        assertThat(String.valueOf(made.getFlashMap().get("message"))).contains("made for 24 hours");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> queue.backlog("no-tlsa.practice").activeRecipients() == 0);
        assertThat(page(PAGE + "no-tlsa.practice"))
                .contains("DANE is off for this destination until", "they publish it tomorrow", "data-countdown");
        assertThat(page("/mail-policies/destinations/effective?domain=no-tlsa.practice"))
                .contains("Exception in force: DANE Support is None until");
        assertThat(working.pending()).isZero();
        assertThat(page("/system/configuration-file")).doesNotContain("they publish it tomorrow");
        assertThat(send(form + "/end").getFlashMap().get("message"))
                .isEqualTo("The exception for no-tlsa.practice has ended.");
        assertThat(page(PAGE + "no-tlsa.practice")).doesNotContain("DANE is off for this destination until");
    }

    @Test
    void a_bogus_destination_needs_a_second_confirmation() throws Exception {
        stuck("expired.practice", "expired at");
        String form = DESTINATIONS + "expired.practice/exception";

        MvcResult refused = send(form, "support", "NONE", "hours", "3", "reason", "urgent");
        assertThat(String.valueOf(refused.getFlashMap().get("exceptionConfirmFault")))
                .contains("BOGUS");
        MvcResult again = mvc.perform(get(PAGE + "expired.practice")
                        .flashAttrs(refused.getFlashMap())
                        .with(user("admin").roles("ADMINISTRATOR")))
                .andReturn();
        assertThat(again.getResponse().getContentAsString(StandardCharsets.UTF_8))
                .contains("name=\"confirmed\"", "value=\"urgent\"", "value=\"3\"");

        assertThat(send(form, "support", "NONE", "hours", "3", "confirmed", "true")
                        .getFlashMap()
                        .get("message"))
                .isNotNull();
        assertThat(send(form + "/end").getFlashMap().get("message")).isNotNull();
    }

    @Test
    void bad_input_comes_back_with_a_fault_at_its_field() throws Exception {
        String form = DESTINATIONS + "wrong-certificate.practice/exception";

        assertThat(faults(form, "NONE", "0", "")).contains("exceptionHoursFault");
        assertThat(faults(form, "NONE", "x", "")).contains("exceptionHoursFault");
        assertThat(faults(form, "MANDATORY", "1", "")).contains("exceptionSupportFault");
        assertThat(faults(form, "NONE", "1", "x".repeat(300))).contains("exceptionReasonFault", "exceptionTyped");
    }

    private Set<String> faults(String form, String support, String hours, String reason) throws Exception {
        return send(form, "support", support, "hours", hours, "reason", reason)
                .getFlashMap()
                .keySet();
    }

    @Test
    void a_redirection_offers_both_ways_and_without_dane_the_mail_arrives() throws Exception {
        String page = stuck("insecure-mx.practice", "not signed");
        assertThat(page).contains("Hold it until the redirection ends", "Send it without DANE");

        send(
                DESTINATIONS + "insecure-mx.practice/redirect",
                "to",
                "mx.ok.practice:" + network.deliveryPort(),
                "dane",
                "without");

        await().atMost(Duration.ofSeconds(30))
                .until(() -> queue.backlog("insecure-mx.practice").activeRecipients() == 0);
        send(DESTINATIONS + "insecure-mx.practice/redirect-no-more");
        send(DESTINATIONS + "insecure-mx.practice/exception/end");
    }

    @Test
    void try_now_shows_its_steps() throws Exception {
        stuck("wrong-certificate.practice", "does not match its TLSA record");

        send(PAGE + "wrong-certificate.practice/retry");

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(page(PAGE + "wrong-certificate.practice/live"))
                        .contains("id=\"try-steps\"", "Connected to mx.wrong-certificate.practice", "TLS failed with"));
    }

    @Test
    void scripts_make_see_and_end_exceptions() throws Exception {
        String address = "/api/v1/queue/destinations/slow.practice/exception";

        assertThat(call(get(address)).getResponse().getStatus()).isEqualTo(404);
        assertThat(call(json(address, "{\"support\":\"MANDATORY\"}"))
                        .getResponse()
                        .getStatus())
                .isEqualTo(400);
        assertThat(call(json(address, "{\"hours\":999}")).getResponse().getStatus())
                .isEqualTo(400);
        assertThat(call(json(address, "{\"support\":\"OPPORTUNISTIC\",\"hours\":2}"))
                        .getResponse()
                        .getContentAsString())
                .contains("\"support\":\"Opportunistic\"", "\"until\"");
        assertThat(call(get(address)).getResponse().getStatus()).isEqualTo(200);
        assertThat(call(delete(address)).getResponse().getStatus()).isEqualTo(200);
        assertThat(call(delete(address)).getResponse().getStatus()).isEqualTo(404);
    }

    private static MockHttpServletRequestBuilder json(String address, String body) {
        return post(address).contentType(MediaType.APPLICATION_JSON).content(body);
    }

    /// Sends mail to a destination, and returns its page when that says the words.
    private String stuck(String domain, String words) throws Exception {
        queue.accept(new NewMessage(
                queue.nextMid(),
                new Envelope("s@unsigned.practice", true, false, false, "", "", "Outgoing"),
                List.of(new NewMessage.Recipient(MailAddress.parse("someone@" + domain), "", "")),
                "Subject: x\r\n\r\nText\r\n".getBytes(StandardCharsets.US_ASCII),
                clock.instant()));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(page(PAGE + domain)).contains(words));
        return page(PAGE + domain);
    }

    private MvcResult send(String address, String... fields) throws Exception {
        MockHttpServletRequestBuilder request = post(address).with(csrf());
        for (int i = 0; i < fields.length; i += 2) {
            request.param(fields[i], fields[i + 1]);
        }
        MvcResult result = call(request);
        assertThat(result.getResponse().getStatus()).isEqualTo(302);
        return result;
    }

    private MvcResult call(MockHttpServletRequestBuilder request) throws Exception {
        return mvc.perform(request.with(user("admin").roles("ADMINISTRATOR"))).andReturn();
    }

    private String page(String path) throws Exception {
        MvcResult result = call(get(path));
        assertThat(result.getResponse().getStatus()).isEqualTo(200);
        return result.getResponse().getContentAsString(StandardCharsets.UTF_8);
    }
}
