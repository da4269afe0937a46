package org.danegate.advisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.danegate.Danegate;
import org.danegate.access.Role;
import org.danegate.address.DomainName;
import org.danegate.advice.Cause;
import org.danegate.advice.Count;
import org.danegate.advice.Judged;
import org.danegate.advice.Level;
import org.danegate.advice.ProbeResult;
import org.danegate.advice.ProbedHost;
import org.danegate.advice.SessionFacts;
import org.danegate.advice.StsSeen;
import org.danegate.config.WorkingPolicy;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.policy.DaneSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Mail Policies > Advisor and its addresses for scripts, from stored counters to the working copy.
@SpringBootTest(
        classes = Danegate.class,
        properties = {"danegate.admin-password=correct horse battery", "danegate.advisor.probes=off"},
        webEnvironment = SpringBootTest.WebEnvironment.MOCK)
@AutoConfigureMockMvc
@DirtiesContext
class AdvisorPagesTest {

    private static final DomainName DOMAIN = new DomainName("ready.example");
    private static final String PAGE = "/mail-policies/advisor";
    private static final String API = "/api/v1/advisor";

    @TempDir
    static Path folder;

    @DynamicPropertySource
    static void ownFolder(DynamicPropertyRegistry properties) throws IOException {
        Path policy = Files.writeString(folder.resolve("policy.yml"), """
                dns: { servers: [ { address: 127.0.0.1, port: 9, priority: 0 } ] }
                listeners: [ { name: In, address: 127.0.0.1, port: 0, senderGroups: [] } ]
                destinationControls:
                  default: { dane: OPPORTUNISTIC }
                """);
        properties.add("danegate.data-dir", () -> folder.resolve("data").toString());
        properties.add("danegate.policy-file", policy::toString);
    }

    @Autowired
    private CountStore counts;

    @Autowired
    private ProbeStore probes;

    @Autowired
    private Keeping keeping;

    @Autowired
    private Pasts pasts;

    @Autowired
    private WorkingPolicy working;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private MockMvc mvc;

    private final JsonMapper json = new JsonMapper();

    @BeforeEach
    void empty() {
        jdbc.update("delete from advisor_count");
        jdbc.update("delete from advisor_probe");
        keeping.probed();
        working.abandon(null, "admin");
    }

    private void count(LocalDate day, long sessions, Level level) {
        SessionFacts facts = new SessionFacts(
                level,
                level == Level.DANE ? Cause.NOTHING : Cause.TLSA_NONE,
                Cause.NOT_ASKED,
                SecurityStatus.SECURE,
                SecurityStatus.SECURE,
                level == Level.DANE ? SecurityStatus.SECURE : SecurityStatus.NODATA,
                StsSeen.NOT_ASKED,
                Judged.YES,
                Judged.NO,
                false,
                false);
        counts.add(Map.of(
                new CountKey(day, DOMAIN, "mx.ready.example", facts), new Count(sessions, sessions, sessions * 500)));
        keeping.probed();
    }

    private void probe(String reason) {
        ProbedHost host = new ProbedHost(
                "mx.ready.example",
                ProbedHost.Plan.AUTHENTICATE,
                SecurityStatus.SECURE,
                2,
                Judged.YES,
                Judged.NO,
                Judged.UNKNOWN,
                Instant.now().plus(Duration.ofDays(90)),
                false,
                reason);
        probes.keep(
                DOMAIN,
                new ProbeResult(
                        Instant.now(), true, true, SecurityStatus.SECURE, List.of(host), StsSeen.ABSENT, null, ""));
        keeping.probed();
    }

    private void ready() {
        for (int day = 1; day <= 12; day++) {
            count(pasts.today().minusDays(day), 4, Level.DANE);
        }
        probe("<b>it matches</b>");
    }

    @Test
    void without_counters_the_page_says_what_is_needed() throws Exception {
        assertThat(page(PAGE))
                .contains("No advice yet")
                .doesNotContain("<form method=\"post\" action=\"" + PAGE + "/draft");
        assertThat(page(PAGE + "?language=es")).contains("Todavía no hay consejos");
        assertThat(page(PAGE + "/other.example")).contains("There is no advice about this domain", "not probed yet");
        assertThat(answer(get(PAGE + "/no..domain"), Role.OPERATOR).getStatus()).isEqualTo(404);
        assertThat(answer(get(API + "/no..domain"), Role.OPERATOR).getStatus()).isEqualTo(404);
    }

    @Test
    @Tag("A-01")
    void a_ticked_advice_becomes_a_pending_change_with_its_evidence_and_nothing_more() throws Exception {
        ready();
        JsonNode first = json.readTree(page(API)).at("/advice/0");
        assertThat(first.at("/id").asString()).isEqualTo("A-01");
        assertThat(first.at("/boundPercent").asString()).isEqualTo("6.3");
        assertThat(first.at("/replay/held/sessions").asLong()).isZero();
        assertThat(page(PAGE)).contains("Ready for DANE Mandatory", "at most 6.3 % of sessions fail", "ready.example");
        assertThat(page(PAGE + "/ready.example"))
                .contains("&lt;b&gt;it matches&lt;/b&gt;")
                .doesNotContain("<b>it");
        assertThat(page(PAGE + "/-/export.csv")).contains("A-01,ready.example,48,12,DANE Support: Mandatory,false,");

        MockHttpServletResponse drafted = draft(Role.OPERATOR, "A-01", "ready.example");
        assertThat(drafted.getRedirectedUrl()).isEqualTo("/commit");
        assertThat(dane(working)).isEqualTo(DaneSupport.MANDATORY);
        assertThat(working.inForce()
                        .destinationControls()
                        .effectiveFor(DOMAIN)
                        .profile()
                        .dane())
                .isEqualTo(DaneSupport.OPPORTUNISTIC);
        assertThat(page(PAGE)).contains("Pending");
        assertThat(json.readTree(page(API)).at("/advice/0/pending").asBoolean()).isTrue();
    }

    @Test
    @Tag("A-01")
    void advice_that_holds_no_more_is_neither_shown_nor_drafted() throws Exception {
        ready();
        assertThat(page(PAGE)).contains("Ready for DANE Mandatory");
        count(pasts.today(), 1, Level.ENCRYPTED);
        assertThat(page(PAGE))
                .doesNotContain("Ready for DANE Mandatory")
                .contains(
                        "Nearly ready for DANE Mandatory",
                        "1 session with mx.ready.example not authenticated: no TLSA record.",
                        "Fallbacks");
        assertThat(draft(Role.OPERATOR, "A-01", "ready.example").getRedirectedUrl())
                .isEqualTo(PAGE);
        assertThat(draft(Role.OPERATOR, "A-99", "no..domain").getRedirectedUrl())
                .isEqualTo(PAGE);
        assertThat(dane(working)).isEqualTo(DaneSupport.OPPORTUNISTIC);
        JsonNode known = json.readTree(page(API + "/ready.example"));
        assertThat(known.at("/levels/dane").asLong()).isEqualTo(48);
        assertThat(known.at("/ledger/0/cause").asString()).isEqualTo("tlsa-none");
        assertThat(known.at("/regression").asString()).contains("Cause: no TLSA record");
    }

    @Test
    void only_operators_draft_and_probe() throws Exception {
        ready();
        assertThat(draft(Role.READ_ONLY_OPERATOR, "A-01", "ready.example").getStatus())
                .isEqualTo(403);
        assertThat(answer(post(PAGE + "/probe").with(csrf()).param("domain", "x.example"), Role.READ_ONLY_OPERATOR)
                        .getStatus())
                .isEqualTo(403);
        assertThat(answer(get(PAGE), Role.READ_ONLY_OPERATOR).getContentAsString(StandardCharsets.UTF_8))
                .contains("Ready for DANE Mandatory")
                .doesNotContain("Probe Now", "Put ticked changes");
        assertThat(answer(get(PAGE), Role.HELP_DESK).getStatus()).isEqualTo(403);
    }

    private static DaneSupport dane(WorkingPolicy working) {
        return working.policy()
                .destinationControls()
                .effectiveFor(DOMAIN)
                .profile()
                .dane();
    }

    private MockHttpServletResponse draft(Role role, String id, String domain) throws Exception {
        return answer(post(PAGE + "/draft").with(csrf()).param("advice", id).param("domain", domain), role);
    }

    private String page(String address) throws Exception {
        MockHttpServletResponse answer = answer(get(address), Role.OPERATOR);
        assertThat(answer.getStatus()).as(address).isEqualTo(200);
        return answer.getContentAsString(StandardCharsets.UTF_8);
    }

    private MockHttpServletResponse answer(MockHttpServletRequestBuilder request, Role role) throws Exception {
        return mvc.perform(request.with(user("eve").roles(role.name())))
                .andReturn()
                .getResponse();
    }
}
