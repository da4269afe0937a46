package org.danegate.monitor.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.danegate.Danegate;
import org.danegate.address.MailAddress;
import org.danegate.e2e.PracticeServer;
import org.danegate.monitor.DeliveryStatus;
import org.danegate.monitor.Destination;
import org.danegate.operations.DestinationDesk;
import org.danegate.practice.PracticeNetwork;
import org.danegate.queue.Envelope;
import org.danegate.queue.MessageQueue;
import org.danegate.queue.NewMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/// The list of Delivery Status over the practice network, whose hosts fail each in its own way: the reasons that rows
/// give, groups, pages, and acts on many destinations.
@SpringBootTest(classes = Danegate.class)
@AutoConfigureMockMvc
@DirtiesContext
@Timeout(120)
class DeliveryStatusListTest {

    private static final String LIST = "/monitor/delivery-status";
    private static final String BULK = LIST + "/-/bulk";

    /// What fails at the hosts of the practice network, and the short reason for it.
    private static final Map<String, String> REASONS = new TreeMap<>(Map.of(
            "dead.practice", "Connection refused",
            "busy.practice", "Busy (421)",
            "later.practice", "Greylisted",
            "no-starttls.practice", "No STARTTLS",
            "refused-starttls.practice", "No STARTTLS",
            "wrong-certificate.practice", "Certificate differs from TLSA",
            "broken-tlsa.practice", "TLSA bogus",
            "broken-mx.practice", "MX bogus",
            "broken-host.practice", "Address bogus",
            "servfail.practice", "DNS lookup failed"));

    private static PracticeNetwork network;

    @Autowired
    private MockMvc mvc;

    @Autowired
    private MessageQueue queue;

    @Autowired
    private DeliveryStatus status;

    @Autowired
    private DestinationDesk desk;

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

    @BeforeEach
    void mail_that_fails_everywhere() throws Exception {
        for (String domain : REASONS.keySet()) {
            desk.resume(domain, "test");
            if (queue.backlog(domain).activeRecipients() == 0) {
                accept("someone@" + domain);
            }
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> REASONS.keySet().stream()
                        .allMatch(domain -> status.find(domain)
                                .filter(d -> !d.count().attempts().isEmpty())
                                .isPresent()));
    }

    @Test
    void each_row_says_in_a_few_words_what_happened_and_the_rest_when_it_is_opened() throws Exception {
        for (Map.Entry<String, String> expected : REASONS.entrySet()) {
            String row = row(page(LIST), expected.getKey());
            assertThat(row)
                    .as(expected.getKey())
                    .contains("<span>" + expected.getValue() + "</span>")
                    .contains("class=\"why-full\"", "Next try:");
        }
        assertThat(row(page(LIST), "busy.practice"))
                .as("a host that answered 421 is up")
                .contains("status-up");
        assertThat(row(page(LIST), "no-starttls.practice"))
                .contains("does not offer STARTTLS")
                .doesNotContain("certificate verification failed");
        assertThat(row(page(LIST), "dead.practice"))
                .contains("Last tried: 127.")
                .containsPattern("class=\"soon\"[^>]*>[0-9]+ min<");
    }

    @Test
    void the_menu_of_a_row_has_what_can_be_done_with_the_destination() throws Exception {
        assertThat(row(page(LIST), "later.practice"))
                .contains("aria-label=\"Actions for later.practice\"")
                .contains("aria-label=\"daneverify later.practice\"")
                .contains("formaction=\"" + LIST + "/later.practice/retry\"");
        String seen = text(
                mvc.perform(get(LIST).with(user("desk").roles("HELP_DESK"))).andReturn());
        assertThat(row(seen, "later.practice"))
                .contains("daneverify later.practice")
                .doesNotContain("retry", "checkbox");
        assertThat(seen).doesNotContain("bulk-bar");
    }

    @Test
    void destinations_are_grouped_by_reason_by_next_hop_and_by_entry_and_each_group_leads_to_its_list()
            throws Exception {
        String reasons = page(LIST + "?group=reason");
        assertThat(reasons)
                .contains("reason=no-starttls\">No STARTTLS</a>", "2 domains", "reason=mx-bogus\">MX bogus</a>");
        String one = page(LIST + "?reason=no-starttls");
        assertThat(one).contains("All 2 matching “No STARTTLS”").contains("Show other destinations too");
        assertThat(rows(one)).containsExactlyInAnyOrder("no-starttls.practice", "refused-starttls.practice");

        String address = status.find("dead.practice").orElseThrow().count().nextHop();
        assertThat(address).startsWith("127.");
        assertThat(page(LIST + "?group=hop"))
                .contains(LIST + "?reason=connection-refused&amp;hop=" + address + "\">" + address + "</a>");
        assertThat(rows(page(LIST + "?hop=" + address + "&reason=connection-refused")))
                .containsExactly("dead.practice");
        assertThat(rows(page(LIST + "?hop=-"))).contains("broken-mx.practice").doesNotContain("dead.practice");
        String entry = status.find("dead.practice").orElseThrow().entry();
        assertThat(page(LIST + "?group=entry")).contains("entry=" + entry + "\">" + entry + "</a>");
        assertThat(rows(page(LIST + "?entry=" + entry))).contains("dead.practice");
        assertThat(page(LIST + "/-/rows?group=reason"))
                .contains("id=\"live\"", "No STARTTLS")
                .doesNotContain("<main");
        assertThat(status(get(LIST + "?reason=bad-luck"))).isEqualTo(400);
        assertThat(status(get(LIST + "?group=colour"))).isEqualTo(400);
    }

    @Test
    void a_long_list_has_pages_and_the_file_has_them_all() throws Exception {
        String first = page(LIST + "?top=4&sort=domain&order=asc");
        assertThat(rows(first)).hasSize(4).contains("broken-host.practice");
        assertThat(first).contains("Page 1 of ", "name=\"page\"", "page=2");
        String last = page(LIST + "?top=4&sort=domain&order=asc&page=99");
        assertThat(rows(last)).isNotEmpty().doesNotContainAnyElementsOf(rows(first));
        assertThat(rows(page(LIST + "?top=4&sort=domain&order=asc&page=x"))).isEqualTo(rows(first));
        String file = page(LIST + "/-/export.csv?top=4&sort=domain&order=asc");
        assertThat(file).contains(REASONS.keySet());
        assertThat(file.lines().filter(line -> line.startsWith("dead.practice")))
                .singleElement()
                .asString()
                .contains(",connection-refused,127.");
    }

    @Test
    void selected_destinations_are_suspended_and_resumed_after_a_page_that_names_them() throws Exception {
        String page = text(call(
                post(BULK).with(csrf()).param("act", "suspend").param("domain", "dead.practice", "later.practice")));
        assertThat(page)
                .contains("Suspend delivery to 2 destinations with 2 waiting recipients?")
                .contains("<li>dead.practice</li>", "<li>later.practice</li>");
        assertThat(suspended("dead.practice")).isFalse();

        MvcResult refused = call(post(BULK + "/suspend")
                .with(csrf())
                .param("domain", "dead.practice")
                .param("why", "x".repeat(201)));
        assertThat(refused.getResponse().getStatus()).isEqualTo(422);
        assertThat(text(refused)).contains("why-error", "x".repeat(201));

        MvcResult done = call(post(BULK + "/suspend")
                .with(csrf())
                .param("filter", "down")
                .param("domain", "dead.practice", "later.practice")
                .param("why", "works there"));
        assertThat(done.getFlashMap().get("message")).isEqualTo("Delivery to 2 destinations is suspended.");
        assertThat(done.getResponse().getRedirectedUrl()).isEqualTo(LIST + "?filter=down");
        assertThat(suspended("dead.practice")).isTrue();
        assertThat(suspended("busy.practice")).isFalse();
        assertThat(row(page(LIST), "dead.practice")).contains("<span>Suspended</span>", "works there");

        MvcResult resumed = call(post(BULK + "/resume")
                .with(csrf())
                .param("domain", "dead.practice", "later.practice", "busy.practice"));
        assertThat(resumed.getFlashMap().get("message"))
                .isEqualTo("Delivery to 2 destinations has resumed. 1 was not suspended by itself.");
    }

    @Test
    void all_that_match_are_retried_by_their_rule_however_many_rows_the_page_shows() throws Exception {
        MvcResult asked = call(post(BULK)
                .with(csrf())
                .param("act", "retry")
                .param("scope", "all")
                .param("reason", "no-starttls")
                .param("top", "1"));
        assertThat(text(asked))
                .contains("Retry delivery to 2 destinations with 2 waiting recipients?")
                .contains("All that match “No STARTTLS” when you confirm:")
                .contains("name=\"reason\" value=\"no-starttls\"");
        MvcResult done =
                call(post(BULK + "/retry").with(csrf()).param("scope", "all").param("reason", "no-starttls"));
        assertThat(String.valueOf(done.getFlashMap().get("message")))
                .startsWith("2 destinations: ")
                .contains("2 recipients");
    }

    @Test
    void an_empty_selection_and_an_unknown_act_do_nothing() throws Exception {
        MvcResult none = call(post(BULK).with(csrf()).param("act", "suspend"));
        assertThat(String.valueOf(none.getFlashMap().get("problem"))).startsWith("Nothing was done: select");
        MvcResult unknown = call(post(BULK + "/retry").with(csrf()).param("domain", "none.example"));
        assertThat(String.valueOf(unknown.getFlashMap().get("problem"))).startsWith("Nothing was done: select");
        MvcResult nothing =
                call(post(BULK + "/suspend").with(csrf()).param("scope", "all").param("q", "zzz"));
        assertThat(String.valueOf(nothing.getFlashMap().get("problem"))).startsWith("No destination matches");
        assertThat(status(post(BULK).with(csrf()).param("act", "dance").param("domain", "dead.practice")))
                .isEqualTo(400);
        assertThat(REASONS.keySet()).noneMatch(this::suspended);
    }

    @Test
    void scripts_get_the_reason_the_next_hop_and_when_mail_bounces() throws Exception {
        assertThat(page("/api/v1/delivery-status/dead.practice")).contains("Connection refused");
        assertThat(page("/api/v1/delivery-status?limit=100"))
                .contains("\"reason\":\"CONNECTION_REFUSED\"", "\"nextHop\":\"127.", "\"bouncesAt\":\"20");
    }

    private boolean suspended(String domain) {
        return status.find(domain).map(Destination::suspension).isPresent();
    }

    private static List<String> rows(String page) {
        return Pattern.compile("<tr data-domain=\"([^\"]+)\"")
                .matcher(page)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static String row(String page, String domain) {
        int from = page.indexOf("<tr data-domain=\"" + domain + "\"");
        assertThat(from).as("row of " + domain).isPositive();
        return page.substring(from, page.indexOf("</tr>", from));
    }

    private String page(String path) throws Exception {
        MvcResult result = call(get(URI.create(path)));
        assertThat(result.getResponse().getStatus()).isEqualTo(200);
        return text(result);
    }

    private int status(MockHttpServletRequestBuilder request) throws Exception {
        return call(request).getResponse().getStatus();
    }

    private MvcResult call(MockHttpServletRequestBuilder request) throws Exception {
        return mvc.perform(request.with(user("admin").roles("ADMINISTRATOR"))).andReturn();
    }

    private static String text(MvcResult result) throws IOException {
        return result.getResponse().getContentAsString(StandardCharsets.UTF_8);
    }

    private void accept(String recipient) throws IOException {
        queue.accept(new NewMessage(
                queue.nextMid(),
                new Envelope("s@unsigned.practice", true, false, false, "", "", "Outgoing"),
                List.of(new NewMessage.Recipient(MailAddress.parse(recipient), "", "")),
                "Subject: test\r\n\r\nThe text\r\n".getBytes(StandardCharsets.US_ASCII),
                clock.instant()));
    }
}
