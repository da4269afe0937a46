package org.danegate.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.danegate.Danegate;
import org.danegate.OwnPolicy;
import org.danegate.address.MailAddress;
import org.danegate.certificate.CertificateFolder;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.operations.DestinationDesk;
import org.danegate.operations.DestinationOrder;
import org.danegate.queue.Envelope;
import org.danegate.queue.MessageQueue;
import org.danegate.queue.NewMessage;
import org.junit.jupiter.api.AfterEach;
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
import org.springframework.web.util.HtmlUtils;

/// The search of the top bar finds pages, destinations, messages, objects of the policy and acts, and leads to what
/// the words name.
@SpringBootTest(classes = Danegate.class, properties = "danegate.admin-password=correct horse battery")
@AutoConfigureMockMvc
@DirtiesContext
class SearchTest {

    private static final String QUEUE = "/monitor/delivery-queue/";
    private static final String TRACKING = "/monitor/message-tracking/";
    private static final Pattern MARK = Pattern.compile("</?mark>");
    private static boolean prepared;

    @TempDir
    static Path folder;

    @Autowired
    MockMvc browser;

    @DynamicPropertySource
    static void ownFolder(DynamicPropertyRegistry properties) throws IOException {
        OwnPolicy.in(folder, """
                dns: { servers: [ { address: 127.0.0.1, port: 9, priority: 0 } ] }
                destinationControls:
                  destinations:
                    - { domain: entry.test, tls: REQUIRED, dane: MANDATORY }
                    - { domain: waiting.test, tls: PREFERRED }
                    - { domain: .below.test }
                smtpRoutes: [ { domain: routed.test, hosts: [ { host: relay.inside.test } ] } ]
                listeners:
                  - name: In
                    address: 127.0.0.1
                    port: 0
                    senderGroups: [ { name: OFFICE, senders: [ 192.0.2.0/24 ], policy: RELAYED } ]
                """, properties);
        prepared = false;
    }

    @BeforeAll
    static void waiting(
            @Autowired MessageQueue queue,
            @Autowired DeliveryEvents events,
            @Autowired DestinationDesk desk,
            @Autowired CertificateFolder certificates,
            @Autowired InstantSource clock)
            throws Exception {
        certificates.selfSigned(clock.instant());
        desk.suspend(DestinationOrder.ALL, "for a test", "test");
        Instant now = clock.instant();
        for (long mid : new long[] {12, 1268}) {
            accept(queue, mid, "bob@waiting.test", now);
            tracked(events, mid, "bob@waiting.test", now);
        }
        tracked(events, 77, "gone@waiting.test", now);
        accept(queue, 1300, "eva@xn--bcher-kva.example", now);
        for (int i = 0; i < 12; i++) {
            accept(queue, 2000 + i, "eva@many" + i + "x.test", now);
        }
    }

    private static void accept(MessageQueue queue, long mid, String recipient, Instant now) throws IOException {
        queue.accept(new NewMessage(
                mid,
                new Envelope("ana@sender.test", true, false, false, "", "", "In"),
                List.of(new NewMessage.Recipient(MailAddress.parse(recipient), "", "")),
                "Subject: x\r\n\r\nText\r\n".getBytes(StandardCharsets.US_ASCII),
                now));
    }

    private static void tracked(DeliveryEvents events, long mid, String recipient, Instant now) {
        events.publish(new DeliveryEvent.MessageStarted(now, mid, 1, "ana@sender.test"));
        events.publish(new DeliveryEvent.RecipientAdded(now, mid, 1, 0, MailAddress.parse(recipient)));
        events.publish(new DeliveryEvent.MessageQueued(
                now, mid, 1, "ana@sender.test", 2048, "<m" + mid + "@sender.test>", "Invoice <4711>"));
    }

    @AfterEach
    void remember() {
        prepared = true;
    }

    private MockHttpServletResponse search(String words, String role, Locale... language) throws Exception {
        if (!prepared) {
            // Readers of events are a moment behind.
            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            browser.perform(get(TRACKING + 77).with(user("op").roles("OPERATOR")))
                                            .andReturn()
                                            .getResponse()
                                            .getStatus()
                                    == 200);
        }
        MockHttpServletRequestBuilder question = get("/search")
                .param("q", words)
                .locale(language.length == 0 ? Locale.ENGLISH : language[0])
                .header("Accept-Language", language.length == 0 ? "en" : language[0].getLanguage())
                .with(user("op").roles(role));
        // On a busy machine a part may take too long, and the page says so.
        return await().atMost(Duration.ofSeconds(60))
                .until(() -> browser.perform(question).andReturn().getResponse(), SearchTest::complete);
    }

    private static boolean complete(MockHttpServletResponse answer) {
        return !new String(answer.getContentAsByteArray(), StandardCharsets.UTF_8)
                .contains("flash-problem\" role=\"alert\"><span");
    }

    private String page(String words, String role, Locale... language) throws Exception {
        MockHttpServletResponse answer = search(words, role, language);
        assertThat(answer.getStatus()).as(answer.getRedirectedUrl()).isEqualTo(200);
        String text = answer.getContentAsString();
        return text.substring(text.indexOf("<main"), text.indexOf("</main>"));
    }

    @ParameterizedTest
    @CsvSource({
        // A whole domain, in both forms, known or not.
        "none.example, /monitor/delivery-status/none.example",
        "  Bücher.EXAMPLE , /monitor/delivery-status/xn--bcher-kva.example",
        "'[192.0.2.99]', /monitor/delivery-status/%5B192.0.2.99%5D",
        // Ids.
        "DCID 5, /system/logs/mail_logs?id=DCID%205",
        "icid12, /system/logs/mail_logs?id=ICID%2012",
        "999999, /system/logs/mail_logs?id=MID%20999999",
        "77, /monitor/message-tracking/77",
        "MID 77, /monitor/message-tracking/77",
        "m1268@sender.test, /monitor/message-tracking/1268",
        "<m1268@sender.test>, /monitor/message-tracking/1268",
        "revision 1, /system/revisions/1",
        // Objects of the policy.
        "entry.test, /mail-policies/destinations/ID",
        ".below.test, /mail-policies/destinations/ID",
        "office, /mail-policies/hat/0?listener=In",
        "192.0.2.7, /mail-policies/hat?client=192.0.2.7",
        "2001:db8::7, /mail-policies/hat?client=2001:db8::7",
        "self-signed, /network/certificates/details/self-signed",
        // Pages.
        "delivery STATUS, /monitor/delivery-status",
        "smtp routes, /network/smtp-routes",
        // Acts.
        "verify ok.practice, /monitor/daneverify?domain=ok.practice",
        "daneverify bücher.example, /monitor/daneverify?domain=xn--bcher-kva.example",
        "suspend waiting.test, /monitor/delivery-status/waiting.test#suspend",
        "Resume waiting.test, /monitor/delivery-status/waiting.test#resume",
        "retry waiting.test, /monitor/delivery-status/waiting.test#try-now",
        "redirect waiting.test, /monitor/delivery-status/waiting.test#redirect",
        "add example.org, /mail-policies/destinations/new?domain=example.org",
        "add entry.test, /mail-policies/destinations/ID",
        "edit entry.test, /mail-policies/destinations/ID",
    })
    void words_that_name_one_thing_lead_to_its_page(String words, String page) throws Exception {
        String address = search(words, "OPERATOR").getRedirectedUrl();
        assertThat(address).isNotNull();
        assertThat(page.endsWith("ID") ? address.replaceFirst("\\d+$", "ID") : address)
                .isEqualTo(page);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12", "MID 12", "mid: 12"})
    void a_mid_finds_that_message_in_the_queue_and_in_message_tracking_and_no_other(String words) throws Exception {
        assertThat(page(words, "HELP_DESK"))
                .contains("href=\"" + QUEUE + "12\"", "href=\"" + TRACKING + "12\"")
                .doesNotContain("1268", "/system/");
        assertThat(page(words, "OPERATOR")).contains("/system/logs/mail_logs?id=MID%2012");
    }

    @Test
    void a_mail_address_finds_its_messages_as_recipient_and_as_sender() throws Exception {
        assertThat(page("bob@waiting.test", "HELP_DESK"))
                .contains("Delivery Queue: recipient", "Message Tracking: recipient")
                .contains(QUEUE + "12", QUEUE + "1268", TRACKING + "12", TRACKING + "1268")
                .contains("Invoice &lt;4711&gt;")
                .doesNotContain("Delivery Queue: sender", TRACKING + "77");
        assertThat(page("ana@sender.test", "HELP_DESK"))
                .contains("Delivery Queue: sender", "Message Tracking: sender", TRACKING + "77")
                .contains("/monitor/delivery-queue?sender=ana%40sender.test");
        assertThat(page("nobody@waiting.test", "OPERATOR")).contains("Nothing was found for “nobody@waiting.test”");
    }

    @Test
    void a_part_of_a_name_lists_what_contains_it_with_the_words_marked() throws Exception {
        String page = page("Bücher", "OPERATOR");
        assertThat(page).contains("<mark>bücher</mark>.example", "/monitor/delivery-status/xn--bcher-kva.example");

        assertThat(page("waiting", "OPERATOR")).contains("<mark>waiting</mark>.test");
        assertThat(MARK.matcher(page("waiting", "OPERATOR")).replaceAll(""))
                .contains("2 hits for “waiting”", ">waiting.test</a>")
                .contains("2 recipients waiting");
    }

    @Test
    void a_destination_with_an_entry_is_offered_at_both_places() throws Exception {
        assertThat(page("waiting.test", "OPERATOR"))
                .contains("2 hits for “waiting.test”", "<h2 id=\"group-0\">Delivery Status</h2>")
                .contains("/monitor/delivery-status/waiting.test", "<h2 id=\"group-1\">Destination Controls</h2>")
                .contains("TLS Support: Preferred");
        assertThat(search("waiting.test", "HELP_DESK").getRedirectedUrl())
                .isEqualTo("/monitor/delivery-status/waiting.test");
    }

    @Test
    void ten_hits_of_a_kind_are_shown_and_the_whole_list_is_linked() throws Exception {
        assertThat(page("many", "OPERATOR"))
                .contains("10 hits for", "The first 10 are shown.")
                .contains("/monitor/delivery-status?top=100&amp;q=many");
    }

    @Test
    void an_smtp_route_is_found_by_its_domain_and_by_its_host() throws Exception {
        assertThat(page("relay.inside", "OPERATOR")).contains("/network/smtp-routes/0", "SMTP Routes");
        assertThat(page("routed", "READ_ONLY_OPERATOR")).contains("/network/smtp-routes/0");
    }

    @Test
    void a_listener_is_found_by_its_name_among_what_contains_it() throws Exception {
        assertThat(page("In", "OPERATOR")).contains("<a href=\"/network/listeners/0\"><mark>In</mark></a>");
        assertThat(search("routed.test", "OPERATOR").getRedirectedUrl()).isEqualTo("/network/smtp-routes/0");
    }

    @Test
    void an_act_with_a_part_of_a_name_offers_the_destinations_that_contain_it() throws Exception {
        assertThat(page("suspend waiting", "OPERATOR"))
                .contains("Suspend delivery to waiting.test", "/monitor/delivery-status/waiting.test#suspend")
                .doesNotContain("Delivery Status</h2>");
    }

    @Test
    void pages_and_acts_are_found_in_the_readers_language_and_in_english() throws Exception {
        Locale spanish = Locale.of("es");
        assertThat(search("descripcion general de hat", "OPERATOR", spanish).getRedirectedUrl())
                .isEqualTo("/mail-policies/hat");
        assertThat(search("HAT Overview", "OPERATOR", spanish).getRedirectedUrl())
                .isEqualTo("/mail-policies/hat");
        assertThat(search("suspender waiting.test", "OPERATOR", spanish).getRedirectedUrl())
                .isEqualTo("/monitor/delivery-status/waiting.test#suspend");
        assertThat(search("suspend waiting.test", "OPERATOR", spanish).getRedirectedUrl())
                .isEqualTo("/monitor/delivery-status/waiting.test#suspend");
        assertThat(page("politicas", "OPERATOR", spanish)).contains("<mark>Políticas</mark> de flujo de correo");
    }

    @ParameterizedTest
    @CsvSource({
        "HELP_DESK, entry.test, /monitor/delivery-status/entry.test",
        "HELP_DESK, verify entry.test, /monitor/daneverify?domain=entry.test",
    })
    void what_a_role_may_not_open_does_not_count(String role, String words, String page) throws Exception {
        assertThat(search(words, role).getRedirectedUrl()).isEqualTo(page);
    }

    @ParameterizedTest
    @CsvSource({
        "HELP_DESK, suspend waiting.test",
        "READ_ONLY_OPERATOR, suspend waiting.test",
        "READ_ONLY_OPERATOR, add example.org",
        "HELP_DESK, DCID 5",
        "HELP_DESK, 192.0.2.7",
        "HELP_DESK, revision 1",
        "HELP_DESK, SMTP Routes",
        "OPERATOR, Audit Log",
    })
    void what_a_role_may_not_open_is_not_found(String role, String words) throws Exception {
        assertThat(page(words, role)).contains("Nothing was found for").doesNotContain("#suspend");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//evil.example/<b>", "no such thing", "MID", "MID 12 x", "suspend", "zzz"})
    void what_means_nothing_is_said_to_mean_nothing_and_stays_in_the_box(String words) throws Exception {
        String page = search(words, "OPERATOR").getContentAsString();
        String shown = HtmlUtils.htmlEscape(words);
        assertThat(page)
                .contains("Nothing was found for “" + shown + "”")
                .contains("value=\"" + shown + "\"")
                .contains("You can search for", "suspend example.org");
    }

    @Test
    void the_help_says_only_what_the_role_may_search_for() throws Exception {
        assertThat(page("", "HELP_DESK"))
                .contains("Type what you are looking for.", "MID 12")
                .doesNotContain("DCID 5", "suspend example.org");
    }

    @Test
    void suggestions_are_the_hits_of_the_search_at_most_ten_by_kind_and_only_what_the_role_may_open() throws Exception {
        String many = suggestions("test", "OPERATOR");
        assertThat(many.split("role=\"option\"", -1)).hasSize(1 + 10);
        assertThat(many)
                .contains("role=\"listbox\"", "role=\"group\"", "data-news=\"10 suggestions, arrow keys choose\"")
                .contains("waiting.<mark>test</mark>")
                .doesNotContain("<html", "<script");
        assertThat(suggestions("entry.test", "OPERATOR"))
                .as("the search itself opens the page")
                .contains("data-address=\"/mail-policies/destinations/");
        assertThat(suggestions("entry.test", "HELP_DESK")).doesNotContain("/mail-policies");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "t", " t ", "//evil.example/<b>", "no such thing"})
    void nothing_is_suggested_for_what_is_short_or_means_nothing(String words) throws Exception {
        assertThat(suggestions(words, "OPERATOR")).contains("No suggestions").doesNotContain("role=\"option\"");
    }

    private String suggestions(String words, String role) throws Exception {
        return browser.perform(get("/search/suggestions")
                        .param("q", words)
                        .with(user("op").roles(role)))
                .andReturn()
                .getResponse()
                .getContentAsString();
    }

    @Test
    void words_that_led_to_a_page_stay_in_the_box_there() throws Exception {
        String page = browser.perform(get("/monitor/delivery-status/none.example")
                        .flashAttr("searched", "none.example")
                        .with(user("op").roles("OPERATOR")))
                .andReturn()
                .getResponse()
                .getContentAsString();
        assertThat(page).contains("id=\"search\"").contains("value=\"none.example\"");
        browser.perform(get("/search")
                        .param("q", " none.example ")
                        .with(user("op").roles("OPERATOR")))
                .andExpect(flash().attribute("searched", "none.example"));
    }

    @Test
    void the_queue_leads_to_the_lines_of_a_finished_message_in_the_first_mail_log() throws Exception {
        browser.perform(get("/system/logs")
                        .param("id", "MID 12")
                        .with(user("op").roles("OPERATOR")))
                .andExpect(redirectedUrl("/system/logs/mail_logs?id=MID+12"));
        String page = browser.perform(get("/system/logs/mail_logs")
                        .param("id", "MID 999999")
                        .with(user("op").roles("OPERATOR")))
                .andReturn()
                .getResponse()
                .getContentAsString();
        assertThat(page).contains("No line about MID 999999 found");
    }

    @Test
    void the_lights_stand_in_the_frame_of_those_who_may_see_their_pages() throws Exception {
        assertThat(status("OPERATOR")).contains("class=\"light light-").contains("/system/alerts");
        assertThat(status("HELP_DESK")).doesNotContain("class=\"light ");
    }

    private String status(String role) throws Exception {
        return browser.perform(
                        get("/monitor/delivery-status").with(user("somebody").roles(role)))
                .andReturn()
                .getResponse()
                .getContentAsString();
    }
}
