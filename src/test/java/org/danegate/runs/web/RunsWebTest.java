package org.danegate.runs.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.danegate.Danegate;
import org.danegate.OwnPlace;
import org.danegate.access.Role;
import org.danegate.address.MailAddress;
import org.danegate.monitor.DeliveryStatus;
import org.danegate.operations.DestinationDesk;
import org.danegate.practice.PracticeNetwork;
import org.danegate.queue.Envelope;
import org.danegate.queue.MessageQueue;
import org.danegate.queue.NewMessage;
import org.danegate.runs.RunScope;
import org.danegate.runs.Runs;
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
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/// The pages and the addresses for scripts, in the whole server, over the practice NETWORK.
@SpringBootTest(classes = Danegate.class)
@ContextConfiguration(initializers = OwnPlace.class)
@AutoConfigureMockMvc
@DirtiesContext
@Timeout(120)
class RunsWebTest {

    private static final String PAGE = "/monitor/daneverify/runs";
    private static final String SCRIPTS = "/api/v1/daneverify/runs";

    @TempDir
    static Path folder;

    private static final PracticeNetwork NETWORK = network();

    private static PracticeNetwork network() {
        try {
            return PracticeNetwork.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void stop() throws IOException {
        NETWORK.close();
    }

    @DynamicPropertySource
    static void practice(DynamicPropertyRegistry properties) throws IOException {
        Path anchor = folder.resolve("root.anchor");
        NETWORK.writeTrustAnchor(anchor);
        Path policy = Files.writeString(
                folder.resolve("policy.yml"), """
                dns:
                  servers: [ { address: 127.0.0.1, port: %d, priority: 0 } ]
                  trustAnchorFile: %s
                listeners: [ { name: In, address: 127.0.0.1, port: 0, senderGroups: [] } ]
                destinationControls: { destinations: [ { domain: ok.practice }, { domain: no-tlsa.practice } ] }
                """.formatted(NETWORK.resolver().getPort(), anchor));
        properties.add("danegate.policy-file", policy::toString);
        properties.add("danegate.delivery.port", NETWORK::deliveryPort);
    }

    @Autowired
    private MockMvc mvc;

    @Autowired
    private Runs runs;

    @Autowired
    private MessageQueue queue;

    @Autowired
    private DeliveryStatus status;

    @Autowired
    private DestinationDesk desk;

    @BeforeEach
    void nothing_is_running() {
        await().until(() -> !runs.busy());
    }

    private static RequestPostProcessor operator() {
        return user("ana").authorities(Role.OPERATOR.authority());
    }

    private static RequestPostProcessor helpDesk() {
        return user("hans").authorities(Role.HELP_DESK.authority());
    }

    private ResultActions start(String scope, String days, String domains) throws Exception {
        return mvc.perform(post(PAGE)
                .param("scope", scope)
                .param("days", days)
                .param("domains", domains)
                .with(operator())
                .with(csrf()));
    }

    private long latest() {
        return runs.latest(1).getFirst().id();
    }

    private String page(String path) throws Exception {
        return mvc.perform(get(path).with(helpDesk()))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString();
    }

    @Test
    void a_run_over_destination_controls_is_started_watched_and_read_by_the_help_desk() throws Exception {
        start("DESTINATIONS", "7", "").andExpect(status().isFound()).andExpect(flash().attributeExists("message"));
        long id = latest();
        nothing_is_running();
        assertThat(page(PAGE)).contains("Destination Controls", "Finished", "ana");
        assertThat(page(PAGE + "/" + id))
                .contains("Run " + id, "2 results, changes first", "no-tlsa.practice", "DANE Fail", "DANE Success")
                .doesNotContain("Cancel run", "<progress");
        assertThat(page(PAGE + "/" + id + "/progress")).contains("2 of 2").doesNotContain("<html", "data-running");
        assertThat(page(PAGE + "/" + id + "/results/ok.practice"))
                .contains("DANE SUCCESS for ok.practice", "/monitor/daneverify?domain=ok.practice");
        assertThat(page(PAGE + "/" + id + "/export.csv"))
                .startsWith("domain,verdict,change,reason,verifiedAt,earlierVerdict,earlierAt,warnings\r\n"
                        + "no-tlsa.practice,DANE_FAILED,");
    }

    @Test
    void a_change_is_shown_with_what_it_was_before_in_the_readers_language() throws Exception {
        String list = "ta.practice";
        start("LIST", "7", list).andExpect(status().isFound());
        nothing_is_running();
        NETWORK.receiver("mx.ta.practice")
                .orElseThrow()
                .present(NETWORK.certificates().selfSigned("mx.ta.practice"));
        start("LIST", "7", list).andExpect(status().isFound());
        nothing_is_running();
        assertThat(page(PAGE + "/" + latest())).contains("was DANE Success on ");
        assertThat(page(PAGE + "/" + latest() + "?language=es")).contains("era DANE correcto el ");
        assertThat(page(PAGE + "/" + latest() + "/results/ta.practice?language=en"))
                .contains("was DANE Success on ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            LIST         | 7   | ''            | domains | Enter at least one domain name
            LIST         | 7   | <b>x</b> a.b  | domains | Not a domain name: &lt;b&gt;x&lt;/b&gt;
            SEEN         | 91  | typed         | days    | Days must be a number between 1 and 90.
            SEEN         | x   | typed         | days    | Days must be a number between 1 and 90.
            SEEN         | 1   | typed         | scope   | There was no mail to any domain in this time.
            EVERYTHING   | 7   | typed         | scope   | Choose one of the values offered.
            """)
    void what_is_wrong_stands_beside_its_field_and_the_text_stays(
            String scope, String days, String domains, String field, String fault) throws Exception {
        start(scope, days, domains)
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString("id=\"" + field + "-error\"")))
                .andExpect(content().string(containsString(fault)))
                .andExpect(content().string(containsString("value=\"" + days + "\"")))
                .andExpect(content().string(not(containsString("<b>x"))));
    }

    @Test
    void the_help_desk_may_look_and_not_start() throws Exception {
        assertThat(page(PAGE)).doesNotContain("<textarea").contains("needs the role Operator");
        mvc.perform(post(PAGE).param("scope", "DESTINATIONS").with(helpDesk()).with(csrf()))
                .andExpect(status().isForbidden());
        mvc.perform(post(SCRIPTS)
                        .with(helpDesk())
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"scope\": \"DESTINATIONS\"}"))
                .andExpect(status().isForbidden());
        mvc.perform(get(SCRIPTS).with(helpDesk())).andExpect(status().isOk());
    }

    @Test
    void a_run_that_is_not_known_is_not_found() throws Exception {
        for (String path : new String[] {
            PAGE + "/999",
            PAGE + "/999/progress",
            PAGE + "/999/results/a.test",
            SCRIPTS + "/999",
            PAGE + "/999/export.csv"
        }) {
            mvc.perform(get(path).with(helpDesk())).andExpect(status().isNotFound());
        }
    }

    @Test
    void a_run_goes_on_while_nobody_looks_and_is_cancelled_on_the_page_and_by_script() throws Exception {
        try (ServerSocket silent = new ServerSocket()) {
            silent.bind(new InetSocketAddress(InetAddress.getByName("127.26.7.1"), NETWORK.deliveryPort()));
            var leaf = NETWORK.certificates().leaf("mx.silent.practice");
            NETWORK.tree()
                    .zone("silent.practice")
                    .mx(10, "mx.silent.practice")
                    .address("mx.silent.practice", "127.26.7.1")
                    .tlsa("mx.silent.practice", NETWORK.deliveryPort(), leaf.tlsa(3, 1, 1));
            start("LIST", "7", "silent.practice").andExpect(status().isFound());
            long id = latest();
            String running = page(PAGE + "/" + id);
            assertThat(running).contains("data-running=\"true\"", "<progress", "0 of 1", "No result yet");
            mvc.perform(get(PAGE).with(operator()))
                    .andExpect(content().string(containsString("A run is in progress.")));
            start("LIST", "7", "ok.practice")
                    .andExpect(redirectedUrl(PAGE + "/" + id))
                    .andExpect(flash().attributeExists("problem"));
            ask("{\"domains\": [\"ok.practice\"]}").andExpect(status().isConflict());
            accept("ok.practice");
            selected(operator(), "ok.practice")
                    .andExpect(redirectedUrl(PAGE + "/" + id))
                    .andExpect(flash().attribute("problem", containsString("A run is in progress.")));
            mvc.perform(post(PAGE + "/" + id + "/cancel").with(operator()).with(csrf()))
                    .andExpect(redirectedUrl(PAGE + "/" + id))
                    .andExpect(flash().attributeExists("message"));
            nothing_is_running();
            assertThat(page(PAGE + "/" + id)).contains("Cancelled").doesNotContain("data-running=\"true\"");

            ask("{\"domains\": [\"silent.practice\"]}").andExpect(status().isAccepted());
            mvc.perform(delete(SCRIPTS + "/" + latest()).with(operator())).andExpect(status().isNoContent());
            nothing_is_running();
            mvc.perform(delete(SCRIPTS + "/" + latest()).with(operator())).andExpect(status().isConflict());
            mvc.perform(get(SCRIPTS + "/" + latest()).with(operator()))
                    .andExpect(jsonPath("$.state").value("CANCELLED"))
                    .andExpect(jsonPath("$.tally.verified").value(0));
        }
    }

    @Test
    void destinations_selected_on_delivery_status_are_verified_and_no_others() throws Exception {
        accept("ok.practice");
        accept("no-tlsa.practice");
        desk.suspend("[192.0.2.1]", "nothing is there", "test");
        accept("[192.0.2.1]");
        selected(helpDesk(), "ok.practice").andExpect(status().isForbidden());
        selected(operator(), "none.example")
                .andExpect(flash().attribute("problem", containsString("Nothing was done")));
        selected(operator(), "[192.0.2.1]").andExpect(flash().attribute("problem", containsString("address literals")));

        selected(operator(), "ok.practice", "[192.0.2.1]")
                .andExpect(redirectedUrl(PAGE + "/" + latest()))
                .andExpect(flash().attribute("message", containsString("Started: 1 domain.")));

        nothing_is_running();
        assertThat(runs.latest(1).getFirst().scope()).isEqualTo(RunScope.Kind.LIST);
        assertThat(page(PAGE + "/" + latest()))
                .contains("1 result", ">ok.practice<")
                .doesNotContain("no-tlsa.practice");
    }

    private ResultActions selected(RequestPostProcessor who, String... domains) throws Exception {
        return mvc.perform(post("/monitor/delivery-status/-/bulk/daneverify")
                .param("scope", "ticked")
                .param("domain", domains)
                .with(who)
                .with(csrf()));
    }

    /// Makes a destination that Delivery Status knows.
    private void accept(String domain) throws IOException {
        long mid = queue.nextMid();
        queue.accept(new NewMessage(
                mid,
                new Envelope("ana@sender.test", true, false, false, "", "", "In"),
                List.of(new NewMessage.Recipient(MailAddress.parse("bob@" + domain), "", "")),
                "Subject: x\r\n\r\nText\r\n".getBytes(StandardCharsets.US_ASCII),
                Instant.now()));
        await().until(() -> status.find(domain).isPresent());
    }

    private ResultActions ask(String body) throws Exception {
        return mvc.perform(post(SCRIPTS)
                .with(operator())
                .contentType(MediaType.APPLICATION_JSON)
                .content(body));
    }

    @Test
    void a_script_starts_a_run_and_reads_its_results() throws Exception {
        ask("{\"domains\": [\"ok.practice\", \"OK.practice.\", \"wrong-name.practice\"]}")
                .andExpect(status().isAccepted())
                .andExpect(jsonPath("$.id").isNumber())
                .andExpect(jsonPath("$.state").value("RUNNING"))
                .andExpect(jsonPath("$.domains").value(2))
                .andExpect(header().string("Location", SCRIPTS + "/" + latest()));
        nothing_is_running();
        mvc.perform(get(SCRIPTS + "/" + latest()).with(helpDesk()))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.state").value("FINISHED"))
                .andExpect(jsonPath("$.scope").value("LIST"))
                .andExpect(jsonPath("$.tally.failed").value(1))
                .andExpect(jsonPath("$.results[0].domain").value("wrong-name.practice"))
                .andExpect(jsonPath("$.results[0].verdict").value("DANE_FAILED"))
                .andExpect(jsonPath("$.results[1].warnings").isArray());
        mvc.perform(get(SCRIPTS + "/" + latest() + "?limit=1&offset=1").with(helpDesk()))
                .andExpect(jsonPath("$.results.length()").value(1))
                .andExpect(jsonPath("$.results[0].domain").value("ok.practice"));
        mvc.perform(get(SCRIPTS + "/" + latest() + "/results/ok.practice").with(helpDesk()))
                .andExpect(jsonPath("$.transcript[0]").value("SECURE MX record(mx.ok.practice) found for ok.practice"));
        ask("{\"scope\": \"DESTINATIONS\"}")
                .andExpect(status().isAccepted())
                .andExpect(jsonPath("$.domains").value(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "",
                "{\"domains\": []}",
                "{\"domains\": [null]}",
                "{\"domains\": [\"a b\"]}",
                "{\"domains\": [\"a.test\"], \"scope\": \"SEEN\"}",
                "{\"scope\": \"EVERYTHING\"}",
                "{\"scope\": \"SEEN\", \"days\": 0}",
                "{\"scope\": \"SEEN\", \"days\": 91}"
            })
    void a_request_that_says_no_scope_is_a_400_problem_document(String body) throws Exception {
        ask(body)
                .andExpect(status().isBadRequest())
                .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
                .andExpect(jsonPath("$.detail").isNotEmpty());
    }

    @Test
    void a_scope_without_domains_is_a_422_problem_document() throws Exception {
        ask("{\"scope\": \"SEEN\", \"days\": 1}")
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON));
    }

    @Test
    void the_page_of_one_domain_leads_to_many() throws Exception {
        assertThat(page("/monitor/daneverify")).contains("Verify many domains", "href=\"" + PAGE + "\"");
    }
}
