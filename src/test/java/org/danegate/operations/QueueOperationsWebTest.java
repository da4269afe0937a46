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
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.danegate.Danegate;
import org.danegate.address.MailAddress;
import org.danegate.e2e.PracticeServer;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.practice.PracticeNetwork;
import org.danegate.queue.Envelope;
import org.danegate.queue.MessageQueue;
import org.danegate.queue.NewMessage;
import org.danegate.queue.QueueOperations;
import org.danegate.queue.QueuedDelivery;
import org.danegate.queue.Settlement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Pages and addresses of the queue against the whole server with the real templates, over the practice network.
@SpringBootTest(classes = Danegate.class)
@Import(QueueOperationsWebTest.Ears.class)
@AutoConfigureMockMvc
@DirtiesContext
@Timeout(90)
class QueueOperationsWebTest {

    private static final Queue<DeliveryEvent> HEARD = new ConcurrentLinkedQueue<>();
    private static final String API = "/api/v1/queue";
    private static final String PAGE = "/monitor/delivery-queue";

    private static PracticeNetwork network;

    @TestConfiguration(proxyBeanMethods = false)
    static class Ears {
        @Bean
        DeliveryEvents.Reader ears() {
            return HEARD::add;
        }
    }

    @Autowired
    private MockMvc mvc;

    @Autowired
    private MessageQueue queue;

    @Autowired
    private QueueOperations operations;

    @Autowired
    private KeptOrders orders;

    @Autowired
    private DestinationOrderRows rows;

    @Autowired
    private InstantSource clock;

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
    void suspendAll() throws Exception {
        HEARD.clear();
        network.inbox().clear();
        assertThat(status(post(API + "/suspend")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"reason\":\"for a test\"}")))
                .isEqualTo(200);
    }

    @AfterEach
    void clear() throws Exception {
        suspendAll();
        // What is in delivery comes back, or is gone, when its conversation ends.
        await().atMost(Duration.ofSeconds(30)).until(this::emptied);
        orders.all()
                .forEach(o -> orders.change(
                        o.getDestination(),
                        order -> order.resume("test", clock.instant()).redirect(null, "test", clock.instant())));
    }

    private boolean emptied() {
        for (String destination : queue.backlogs().keySet()) {
            for (QueuedDelivery lease : operations.takeWaiting(destination, 0, Instant.MAX, 1000)) {
                queue.settle(
                        lease,
                        lease.recipients().stream()
                                .<Settlement>map(p -> new Settlement.Done(p.rid()))
                                .toList());
            }
        }
        return queue.backlogs().isEmpty();
    }

    @Test
    void scripts_find_messages_page_by_page_and_see_envelope_state_and_headers() throws Exception {
        long first = accept("anna@one.practice");
        long second = accept("bert@two.practice", "anna@three.practice");

        JsonNode page = body(get(API + "/messages?recipient=ANNA&limit=1"));
        assertThat(page.path("messages").get(0).path("mid").asLong()).isEqualTo(first);
        JsonNode rest = body(get(API + "/messages?recipient=ANNA&limit=1&after="
                + page.path("next").asLong()));
        assertThat(rest.path("messages").get(0).path("mid").asLong()).isEqualTo(second);
        assertThat(rest.path("next").isNull()).isTrue();

        JsonNode details = body(get(API + "/messages/" + second));
        assertThat(details.path("headers").asString())
                .contains("Subject: <b>bold</b>")
                .doesNotContain("The text");
        assertThat(details.path("message").path("sender").asString()).isEqualTo("s@unsigned.practice");
        assertThat(details.path("message")
                        .path("recipients")
                        .get(1)
                        .path("destination")
                        .asString())
                .isEqualTo("three.practice");
        assertThat(status(get(API + "/messages/99999999"))).isEqualTo(404);
        assertThat(status(get(API + "/messages?limit=0"))).isEqualTo(400);
    }

    @Test
    void scripts_hold_release_delete_and_bounce_messages_and_the_log_says_who() throws Exception {
        long mid = accept("a@ok.practice");
        String one = API + "/messages/" + mid;
        assertThat(status(post(one + "/release"))).isEqualTo(409);
        assertThat(status(post(one + "/hold"))).isEqualTo(200);
        assertThat(body(get(API + "/messages?held=true")).path("messages").size())
                .isEqualTo(1);
        assertThat(status(post(one + "/release"))).isEqualTo(200);
        assertThat(status(post(one + "/delete"))).isEqualTo(200);
        assertThat(status(post(one + "/delete"))).isEqualTo(404);
        long other = accept("b@ok.practice");
        assertThat(status(post(API + "/messages/" + other + "/bounce"))).isEqualTo(200);

        assertThat(queue.backlog("ok.practice").activeRecipients()).isZero();
        assertThat(queue.backlog("unsigned.practice").activeRecipients()).isEqualTo(1);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(acts())
                        .contains("Hold MID " + mid, "Release MID " + mid, "Delete MID " + mid, "Bounce MID " + other));
        assertThat(HEARD).anyMatch(e -> e instanceof DeliveryEvent.RecipientsDeleted d && d.mid() == mid);
    }

    @Test
    void a_suspension_survives_a_restart_and_shows_with_its_reason() throws Exception {
        assertThat(status(post(API + "/resume"))).isEqualTo(200);
        assertThat(status(post(API + "/resume"))).isEqualTo(409);
        String ok = API + "/destinations/OK.practice";
        assertThat(status(post(ok + "/suspend")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"reason\":\"works there\"}")))
                .isEqualTo(200);
        accept("a@ok.practice");

        KeptOrders again = new KeptOrders(rows, () -> {});
        assertThat(again.suspension("ok.practice")).contains("works there");
        assertThat(again.suspension("other.practice")).isEmpty();
        assertThat(page("/monitor/delivery-status")).contains("Suspended", "works there");
        assertThat(page("/monitor/delivery-status/ok.practice"))
                .contains("Deliveries are currently suspended", "works there", "Resume…");
        assertThat(body(get("/api/v1/delivery-status/ok.practice"))
                        .path("suspensionReason")
                        .asString())
                .isEqualTo("works there");
        assertThat(body(get(API + "/destinations"))
                        .path("destinations")
                        .get(0)
                        .path("domain")
                        .asString())
                .isEqualTo("ok.practice");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(HEARD)
                        .anyMatch(e -> e instanceof DeliveryEvent.SystemNotice n
                                && n.text().equals("Deliveries are currently suspended [ok.practice]")));

        MvcResult retried =
                call(post("/monitor/delivery-status/ok.practice/retry").with(csrf()));
        assertThat(retried.getFlashMap().get("problem"))
                .isEqualTo("Not tried: delivery is suspended. Resume it first.");
        assertThat(form("/destinations/ok.practice/resume")).isEqualTo("/monitor/delivery-status/ok.practice");
        assertThat(network.inbox().await(1, Duration.ofSeconds(30))).isTrue();
        assertThat(new KeptOrders(rows, () -> {}).suspension("ok.practice")).isEmpty();
    }

    @Test
    void a_retry_says_what_it_did_and_the_page_what_came_of_it() throws Exception {
        String details = "/api/v1/delivery-status/later.practice";
        String path = "/monitor/delivery-status/later.practice";
        long held = accept("a@later.practice");
        operations.hold(held);
        accept("b@later.practice");
        assertThat(page(path)).containsPattern("As of [0-9]{2}:[0-9]{2}:[0-9]{2}");

        JsonNode suspended = body(post(details + "/retry"));
        assertThat(suspended.path("outcome").asString()).isEqualTo("SUSPENDED");
        assertThat(suspended.path("recipients").asInt()).isZero();
        assertThat(suspended.path("suspended").asInt()).isEqualTo(2);
        assertThat(body(post("/api/v1/delivery-status/retry")).path("suspended").asInt())
                .isEqualTo(2);
        assertThat(retryAll()).contains("Not tried, as delivery is suspended: 2 recipients.");
        assertThat(page(path)).contains("nothing was tried, as delivery was suspended");

        assertThat(status(post(API + "/resume"))).isEqualTo(200);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> body(get(details)).path("softBouncedEvents").asInt() == 1);
        MvcResult retried = call(post(path + "/retry").with(csrf()));
        assertThat(retried.getFlashMap().get("message"))
                .isEqualTo("1 recipient of later.practice is being tried now."
                        + " Not tried, as it is held: 1 recipient.");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(page(path))
                        .containsPattern("Try now: ended at [0-9:]{8}\\. Delivered: 0\\. Delayed: 1\\. Bounced: 0\\."
                                + " Newest failure: [^<]*Greylisted"));
        JsonNode last = body(get(details)).path("lastTry");
        assertThat(last.path("outcome").asString()).isEqualTo("ENDED");
        assertThat(last.path("delayed").asInt()).isEqualTo(1);
        assertThat(body(get(details)).path("updatedAt").asString()).isNotEmpty();
    }

    private String retryAll() throws Exception {
        MvcResult retried = call(post("/monitor/delivery-status/-/retry").with(csrf()));
        return String.valueOf(retried.getFlashMap().get("message"));
    }

    @Test
    void a_retry_that_can_do_nothing_says_why() throws Exception {
        String path = "/monitor/delivery-status/ok.practice";
        assertThat(status(post(API + "/resume"))).isEqualTo(200);
        accept("a@ok.practice");
        assertThat(network.inbox().await(1, Duration.ofSeconds(30))).isTrue();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> queue.backlog("ok.practice").activeRecipients() == 0);
        assertThat(call(post(path + "/retry").with(csrf())).getFlashMap().get("problem"))
                .isEqualTo("No recipients are waiting for this destination.");
        assertThat(page(path)).contains("nothing waited here, so nothing was tried.");
        assertThat(body(post("/api/v1/delivery-status/ok.practice/retry"))
                        .path("outcome")
                        .asString())
                .isEqualTo("NOTHING_WAITS");
        assertThat(retryAll()).isEqualTo("No recipients are waiting.");

        suspendAll();
        operations.hold(accept("a@ok.practice"));
        assertThat(status(post(API + "/resume"))).isEqualTo(200);
        assertThat(call(post(path + "/retry").with(csrf())).getFlashMap().get("message"))
                .isEqualTo("Nothing was tried. Not tried, as it is held: 1 recipient.");
        assertThat(page(path)).contains("Recipients that are held: 1. Release their messages first.");
        String parts = page(path + "/live");
        assertThat(parts)
                .contains("id=\"try-said\"", "id=\"tiles\"", "id=\"attempts\"")
                .doesNotContain("<main");
        assertThat(status(get("/monitor/delivery-status/none.example/live"))).isEqualTo(404);
    }

    @Test
    void a_redirected_destination_is_delivered_elsewhere_until_the_order_ends() throws Exception {
        accept(false, "a@unsigned.practice");
        String to = "mx.ok.practice:" + network.deliveryPort();
        JsonNode order = body(post(API + "/destinations/unsigned.practice/redirect")
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"to\":\"" + to + "\"}"));
        assertThat(order.path("redirectedTo").asString()).isEqualTo(to);
        assertThat(new KeptOrders(rows, () -> {})
                        .redirect("unsigned.practice")
                        .orElseThrow()
                        .text())
                .isEqualTo(to);
        assertThat(page("/monitor/delivery-status/unsigned.practice")).contains("All mail is redirected to " + to);
        assertThat(page(PAGE)).contains("Redirected", to);
        for (String wrong : List.of("", "no host", "x:0", "[1::g]:25", "1.2.3")) {
            assertThat(status(post(API + "/destinations/unsigned.practice/redirect")
                            .contentType(MediaType.APPLICATION_JSON)
                            .content("{\"to\":\"" + wrong + "\"}")))
                    .as(wrong)
                    .isEqualTo(400);
        }
        assertThat(status(post(API + "/resume"))).isEqualTo(200);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(HEARD)
                        .anyMatch(e -> e instanceof DeliveryEvent.ConnectionOpened c
                                && c.destination().equals("unsigned.practice")
                                && c.host().equals("mx.ok.practice")));
        assertThat(status(delete(API + "/destinations/unsigned.practice/redirect")))
                .isEqualTo(200);
        assertThat(status(delete(API + "/destinations/unsigned.practice/redirect")))
                .isEqualTo(409);
        assertThat(new KeptOrders(rows, () -> {}).all()).isEmpty();
    }

    @Test
    void all_mail_of_a_destination_is_deleted_or_bounced() throws Exception {
        long held = accept("a@ok.practice", "b@ok.practice");
        operations.hold(held);
        accept("c@two.practice");
        assertThat(body(post(API + "/destinations/ok.practice/delete"))
                        .path("recipients")
                        .asInt())
                .isEqualTo(2);
        assertThat(form("/destinations/two.practice/bounce")).isEqualTo("/monitor/delivery-status/two.practice");
        assertThat(queue.backlogs().keySet()).containsExactly("unsigned.practice");
        assertThat(status(post(API + "/destinations/no domain/delete"))).isEqualTo(400);
    }

    @Test
    void the_pages_list_and_show_messages_and_ask_before_they_act() throws Exception {
        long mid = accept("a@ok.practice");
        String list = page(PAGE + "?destination=OK.pr");
        assertThat(list)
                .contains("a@ok.practice", "s@unsigned.practice", ">" + mid + "<", "Suspended", "Resume delivery…");
        assertThat(page(PAGE + "?sender=nobody")).contains("No waiting message matches this search.");
        String message = page(PAGE + "/" + mid);
        assertThat(message)
                .contains("Subject: &lt;b&gt;bold&lt;/b&gt;", "Not tried yet", "Outgoing", "MID " + mid)
                .doesNotContain("<b>bold</b>", "The text");

        String confirm = text(mvc.perform(post(PAGE + "/-/confirm")
                        .param("act", "delete")
                        .param("mid", String.valueOf(mid))
                        .with(user("admin").roles("ADMINISTRATOR"))
                        .with(csrf()))
                .andReturn());
        assertThat(confirm).contains("Delete this message?", "Cannot be undone.");
        assertThat(operations.message(mid)).isPresent();
        assertThat(form("/-/hold", "mid", String.valueOf(mid))).isEqualTo(PAGE + "/" + mid);
        assertThat(page(PAGE + "/" + mid)).contains(">Held<", "Release…").doesNotContain(">Waiting<");
        assertThat(form("/-/delete", "mid", String.valueOf(mid))).isEqualTo(PAGE);
        assertThat(page(PAGE + "/" + mid)).contains("No message with this MID waits");
        assertThat(page(PAGE)).contains("No messages are waiting.", "Deliveries are currently suspended");
    }

    @Test
    void a_read_only_operator_sees_and_changes_nothing() throws Exception {
        long mid = accept("a@ok.practice");
        for (String path : List.of(
                API + "/messages/" + mid + "/delete",
                API + "/destinations/ok.practice/suspend",
                API + "/resume",
                PAGE + "/-/delete?mid=" + mid,
                PAGE + "/destinations/ok.practice/delete",
                PAGE + "/-/resume-all")) {
            assertThat(mvc.perform(post(path)
                                    .with(user("op").roles("READ_ONLY_OPERATOR"))
                                    .with(csrf()))
                            .andReturn()
                            .getResponse()
                            .getStatus())
                    .as(path)
                    .isEqualTo(403);
        }
        String list = text(mvc.perform(get(PAGE).with(user("op").roles("READ_ONLY_OPERATOR")))
                .andReturn());
        assertThat(list).contains("a@ok.practice").doesNotContain("Delete…", "Suspend all delivery…");
        assertThat(operations.message(mid)).isPresent();
    }

    private List<String> acts() {
        return HEARD.stream()
                .filter(DeliveryEvent.AdministratorActed.class::isInstance)
                .map(e -> ((DeliveryEvent.AdministratorActed) e).action())
                .toList();
    }

    private long accept(String... recipients) throws IOException {
        return accept(true, recipients);
    }

    private long accept(boolean relayed, String... recipients) throws IOException {
        long mid = queue.nextMid();
        queue.accept(new NewMessage(
                mid,
                new Envelope("s@unsigned.practice", relayed, false, false, "", "", "Outgoing"),
                Arrays.stream(recipients)
                        .map(r -> new NewMessage.Recipient(MailAddress.parse(r), "", ""))
                        .toList(),
                "Subject: <b>bold</b>\r\nX-Test: 1\r\n\r\nThe text\r\n".getBytes(StandardCharsets.US_ASCII),
                clock.instant()));
        return mid;
    }

    private MvcResult call(MockHttpServletRequestBuilder request) throws Exception {
        return mvc.perform(request.with(user("admin").roles("ADMINISTRATOR"))).andReturn();
    }

    private int status(MockHttpServletRequestBuilder request) throws Exception {
        return call(request).getResponse().getStatus();
    }

    private JsonNode body(MockHttpServletRequestBuilder request) throws Exception {
        MvcResult result = call(request);
        assertThat(result.getResponse().getStatus()).isEqualTo(200);
        return json.readTree(text(result));
    }

    private String page(String path) throws Exception {
        MvcResult result = call(get(path));
        assertThat(result.getResponse().getStatus()).isEqualTo(200);
        return text(result);
    }

    private String form(String path, String... parameters) throws Exception {
        MockHttpServletRequestBuilder request = post(PAGE + path).with(csrf());
        for (int i = 0; i < parameters.length; i += 2) {
            request.param(parameters[i], parameters[i + 1]);
        }
        MvcResult result = call(request);
        assertThat(result.getResponse().getStatus()).isEqualTo(302);
        return String.valueOf(result.getResponse().getRedirectedUrl());
    }

    private static String text(MvcResult result) throws IOException {
        return result.getResponse().getContentAsString(StandardCharsets.UTF_8);
    }
}
