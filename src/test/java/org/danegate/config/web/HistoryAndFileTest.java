package org.danegate.config.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.danegate.config.Commit;
import org.danegate.config.DestinationEdits;
import org.danegate.config.WorkingPolicy;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.Policy;
import org.danegate.policy.TlsSupport;
import org.danegate.policy.file.PolicyDocument;
import org.danegate.policy.file.PolicyFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.MessageSource;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.AbstractMockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/// Commit of what was shown, Configuration History with the way back, and Configuration File.
@PolicyPages
class HistoryAndFileTest {

    private long committed(String comment, String user) {
        return ((Commit.Done) working.commit(comment, user)).revision();
    }

    private static final RequestPostProcessor ADMIN = user("admin").roles("ADMINISTRATOR");
    private static final RequestPostProcessor OPERATOR = user("op").roles("OPERATOR");
    private static final Locale SPANISH = Locale.of("es");
    private static final Pattern SEEN = Pattern.compile("name=\"seen\" value=\"(\\w+)\"");

    @Autowired
    private MockMvc mvc;

    @Autowired
    private WorkingPolicy working;

    @Autowired
    private DestinationEdits edits;

    @Autowired
    private MessageSource texts;

    @BeforeEach
    void fresh() {
        PolicyPages.Rooms.defaults(working);
    }

    @Test
    void what_is_committed_is_what_was_shown() throws Exception {
        submit("first.example");
        String shown = html(get("/commit").with(OPERATOR));
        assertThat(shown)
                .contains("Destination first.example")
                .contains("TLS Support")
                .contains("Mandatory");
        submit("late.example");

        MockHttpServletResponse refused = answer(post("/commit")
                .with(OPERATOR)
                .with(csrf())
                .param("seen", seen(shown))
                .param("comment", "mine"));
        assertThat(refused.getStatus()).isEqualTo(409);
        assertThat(refused.getContentAsString())
                .contains("Nothing was committed")
                .contains("Destination late.example")
                .contains("value=\"mine\"");
        assertThat(working.pending()).isEqualTo(2);

        assertThat(answer(post("/commit").with(OPERATOR).with(csrf()).param("seen", seen(refused.getContentAsString())))
                        .getRedirectedUrl())
                .isEqualTo("/commit");
        assertThat(working.pending()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0/0", "::/0", "ALL"})
    void an_open_relay_is_committed_on_the_page_only_when_it_was_acknowledged(String everybody) throws Exception {
        working.submit(relayingFor(everybody), null, "test");
        assertThat(html(get("/commit").with(OPERATOR)))
                .contains("name=\"acknowledged\"")
                .doesNotContain("acknowledged-error");

        MockHttpServletResponse refused =
                answer(post("/commit").with(OPERATOR).with(csrf()).param("comment", "relay"));
        assertThat(refused.getStatus()).isEqualTo(422);
        assertThat(refused.getContentAsString()).contains("id=\"acknowledged-error\"", "value=\"relay\"");
        assertThat(working.pending()).isPositive();

        assertThat(answer(post("/commit").with(OPERATOR).with(csrf()).param("acknowledged", "true"))
                        .getRedirectedUrl())
                .isEqualTo("/commit");
        assertThat(working.pending()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0/0", "::/0", "ALL"})
    void an_open_relay_is_committed_by_the_api_only_when_it_was_acknowledged(String everybody) throws Exception {
        working.submit(relayingFor(everybody), null, "test");

        for (String not : List.of("{}", "{\"acknowledged\": false}")) {
            MockHttpServletResponse refused = commitByApi(not);
            assertThat(refused.getStatus()).isEqualTo(422);
            assertThat(refused.getContentAsString()).contains("advice to acknowledge", "senderGroups");
        }
        assertThat(working.pending()).isPositive();

        assertThat(commitByApi("{\"acknowledged\": true}").getStatus()).isEqualTo(200);
        assertThat(working.pending()).isZero();
    }

    private MockHttpServletResponse commitByApi(String body) throws Exception {
        return answer(post("/api/v1/policy/commit")
                .with(OPERATOR)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body));
    }

    private static Policy relayingFor(String everybody) {
        return PolicyFile.readUnchecked("""
                listeners:
                  - name: In
                    address: 0.0.0.0
                    port: 2599
                    senderGroups:
                      - { name: Everybody, senders: [ '%s' ], policy: RELAYED }
                      - { name: ALL, senders: [ ALL ], policy: BLOCKED }
                """.formatted(everybody));
    }

    @Test
    void thousands_of_changes_are_turned_by_pages_with_the_buttons_above_them() throws Exception {
        submitMany(5000);
        String whole = html(get("/commit").with(OPERATOR));
        assertThat(whole)
                .contains("5,000 objects differ", "5,000 destinations", "many-0000.example")
                .doesNotContain("many-0100.example");
        String group = "/commit?group=" + group(whole);
        String first = html(get(group).with(OPERATOR));
        assertThat(first)
                .contains("5,000 objects differ", "many-0000.example", group + "&amp;page=2", "Page 1 of 50")
                .doesNotContain("many-0100.example");
        assertThat(first.indexOf("Commit Changes</button>")).isPositive().isLessThan(first.indexOf("<table"));
        assertThat(first.indexOf("Abandon Changes…</a>")).isPositive().isLessThan(first.indexOf("<table"));
        assertThat(first.length()).isLessThan(300_000);
        assertThat(html(get(group + "&page=50").with(OPERATOR))).contains("many-4999.example", "Page 50 of 50");
        assertThat(html(get(group + "&page=x").with(OPERATOR))).contains("Page 1 of 50");
        assertThat(html(get("/commit/abandon").with(OPERATOR))).contains("And 4,900 more.");

        long number = committed("many", "admin");
        String revision = html(get("/system/revisions/" + number).with(OPERATOR));
        String of = "/system/revisions/" + number + "?with=" + (number - 1) + "&amp;group=" + group(revision);
        assertThat(revision).contains("5,000 destinations", of).hasSizeLessThan(300_000);
        assertThat(html(get(of.replace("&amp;", "&")).with(OPERATOR)))
                .contains("Page 1 of 50", of + "&amp;page=2")
                .hasSizeLessThan(300_000);
        working.submit(Policy.defaults(), null, "test");
        working.commit("back", "test");
        String back = html(get("/system/revisions/" + number).with(OPERATOR));
        assertThat(back.indexOf("Roll back to revision")).isPositive().isLessThan(back.indexOf("<table"));
    }

    private static String group(String html) {
        Matcher group = Pattern.compile("group=([0-9a-f]{16})\"").matcher(html);
        assertThat(group.find()).as(html).isTrue();
        return group.group(1);
    }

    private void submitMany(int count) {
        Policy now = working.policy();
        working.submit(
                now.with(new DestinationControls(
                        now.destinationControls().defaultProfile(),
                        IntStream.range(0, count)
                                .mapToObj(i -> DestinationEntry.of(
                                        DomainPattern.parse("many-%04d.example".formatted(i)),
                                        TlsSupport.REQUIRED,
                                        DaneSupport.OPPORTUNISTIC))
                                .toList(),
                        now.destinationControls().global())),
                null,
                "test");
    }

    @Test
    void a_fault_leads_to_the_form_that_mends_it() throws Exception {
        String slow = "bounceProfiles: [ { name: Default }, { name: Slow } ]\n"
                + "destinationControls: { destinations: [ { domain: slow.example, bounceProfile: Slow } ] }\n";
        working.submit(Objects.requireNonNull(PolicyFile.read(slow).policy()), null, "admin");
        assertThat(answer(post("/network/bounce-profiles/1/delete")
                                .with(OPERATOR)
                                .with(csrf())
                                .param(
                                        "version",
                                        String.valueOf(working.section("bounceProfiles")
                                                .version())))
                        .getStatus())
                .isEqualTo(302);

        String link = "/mail-policies/destinations/entry?domain=slow.example";
        assertThat(html(get("/commit").with(OPERATOR)))
                .contains("href=\"" + link + "#bounceProfile\"")
                .contains("There is no bounce profile named");
        MockHttpServletResponse found = answer(get(link).with(OPERATOR));
        assertThat(found.getRedirectedUrl()).matches("/mail-policies/destinations/\\d+");
        assertThat(html(get(String.valueOf(found.getRedirectedUrl())).with(OPERATOR)))
                .contains("slow.example")
                .contains("id=\"bounceProfile\"");
        assertThat(answer(get("/mail-policies/destinations/entry")
                                .with(OPERATOR)
                                .param("domain", "gone.example"))
                        .getRedirectedUrl())
                .isEqualTo("/mail-policies/destinations?filter=gone.example");

        working.abandon(null, "test");
        working.submit(
                Objects.requireNonNull(
                        PolicyFile.read("smtpRoutes: [ { domain: a.example, hosts: [ { host: 127.0.0.1 } ] } ]\n"
                                        + "destinationControls: { destinations:"
                                        + " [ { domain: a.example, tls: REQUIRED, dane: MANDATORY } ] }\n")
                                .policy()),
                null,
                "admin");
        assertThat(html(get("/commit").with(OPERATOR).locale(SPANISH))).contains(">Ir al formulario</a>");
    }

    @Test
    void a_revision_shows_what_it_changed_and_can_be_rolled_back_to_as_a_pending_change() throws Exception {
        long before = working.revisions().getFirst().number();
        submit("ietf.org");
        long with = committed("DANE for ietf.org", "admin");

        assertThat(html(get("/system/revisions").with(OPERATOR))).contains("DANE for ietf.org");
        assertThat(html(get("/system/revisions/" + with).with(OPERATOR)))
                .contains("Destination ietf.org")
                .contains("nothing to roll back");
        assertThat(html(get("/system/revisions/" + with).with(OPERATOR).locale(Locale.of("es"))))
                .contains("Soporte de DANE")
                .contains("Obligatorio");

        String old = html(get("/system/revisions/" + before).with(OPERATOR));
        assertThat(answer(post("/system/revisions/" + before + "/rollback")
                                .with(OPERATOR)
                                .with(csrf())
                                .param("seen", seen(old)))
                        .getRedirectedUrl())
                .isEqualTo("/commit");
        assertThat(working.changes())
                .singleElement()
                .satisfies(c -> assertThat(c.object().english()).isEqualTo("Destination ietf.org"));
        assertThat(working.revisions().getFirst().number())
                .as("nothing is in force before a commit")
                .isEqualTo(with);
    }

    @Test
    void a_comparison_with_what_is_no_revision_says_so_and_keeps_what_was_typed() throws Exception {
        submit("ietf.org");
        long with = committed("", "admin");

        MockHttpServletResponse letters =
                answer(get("/system/revisions/" + with).with(OPERATOR).param("with", "latest"));
        assertThat(letters.getStatus()).isEqualTo(422);
        assertThat(letters.getContentAsString())
                .contains("Enter a revision number")
                .contains("value=\"latest\"")
                .contains("Destination ietf.org");

        MockHttpServletResponse unknown = answer(
                get("/system/revisions/" + with).with(OPERATOR).locale(SPANISH).param("with", "987654321"));
        assertThat(unknown.getStatus()).isEqualTo(422);
        assertThat(unknown.getContentAsString(StandardCharsets.UTF_8))
                .contains("No hay ninguna revisión 987654321.")
                .contains("value=\"987654321\"");

        assertThat(html(get("/system/revisions/" + with).with(OPERATOR).param("with", "0")))
                .contains("From the factory settings");
    }

    @Test
    void what_a_file_and_a_revision_are_refused_for_is_said_in_spanish_too() throws Exception {
        String broken = "destinationControls:\n  destinations:\n    - { tls: REQUIRED }\n"
                + "listeners: []\ndns: { trustAnchorFile: \"a\\0b\" }\n";
        assertThat(judgedInSpanish(broken)).contains("la clave es obligatoria").contains("no es la ruta de un archivo");
        assertThat(judgedInSpanish("dns: [ }")).contains("no se puede leer como YAML");
        assertThat(
                        judgedInSpanish(
                                "smtpRoutes: [ { domain: a.example, hosts: [ { host: 127.0.0.1 } ] } ]\n"
                                        + "destinationControls: { destinations: [ { domain: a.example, tls: REQUIRED, dane: MANDATORY } ] }\n"))
                .contains(texts.getMessage("policy.route.dane", new Object[] {"a.example", "Obligatorio"}, SPANISH))
                .doesNotContain("its SMTP route");

        String lost = "dns: { trustAnchorFile: /nowhere/root.anchor }\n";
        String shown = html(multipart("/system/configuration-file/validate")
                .file(file(lost))
                .with(ADMIN)
                .with(csrf()));
        MockHttpServletResponse refused = answer(post("/system/configuration-file/load")
                .with(ADMIN)
                .with(csrf())
                .locale(SPANISH)
                .param("text", lost)
                .param("seen", seen(shown)));
        assertThat(refused.getStatus()).isEqualTo(422);
        assertThat(refused.getContentAsString(StandardCharsets.UTF_8))
                .contains("/nowhere/root.anchor está fuera de las carpetas permitidas");
    }

    @Test
    void an_edit_that_crosses_another_is_told_in_spanish_too() throws Exception {
        String form = answer(get("/network/dns").with(OPERATOR)).getContentAsString();
        assertThat(form).contains("name=\"version\"");
        long version = working.section("dns").version();
        working.submitDns(
                new DnsSettings(
                        List.of(new DnsSettings.Server("192.0.2.1", 53, 0)), List.of(), List.of(), false, null, null),
                version,
                "ana");
        assertThat(answer(post("/network/dns")
                                .with(OPERATOR)
                                .with(csrf())
                                .locale(SPANISH)
                                .param("version", String.valueOf(version)))
                        .getContentAsString(StandardCharsets.UTF_8))
                .contains("La configuración de DNS ha cambiado mientras usted editaba: ana ha enviado otros valores");

        submit("first.example");
        assertThat(answer(post("/mail-policies/destinations/new")
                                .with(OPERATOR)
                                .with(csrf())
                                .locale(SPANISH)
                                .param("domain", "first.example"))
                        .getContentAsString(StandardCharsets.UTF_8))
                .contains("Ya hay una entrada para first.example");
    }

    @Test
    void half_filled_and_wrong_alternate_rows_have_their_faults_beside_them() throws Exception {
        String html = inSpanish(dnsForm()
                .param("alternateServers[0].port", "5353")
                .param("alternateServers[1].domain", "corp.example")
                .param("alternateServers[2].domain", "corp..example")
                .param("alternateServers[2].address", "192.0.2.1")
                .param("alternateServers[3].domain", "corp.example")
                .param("alternateServers[3].address", "192.0.2.1")
                .param("alternateServers[3].port", "x"));
        assertThat(fault(html, "alternateServers[0].domain")).isEqualTo("Introduzca el dominio, o quite la fila.");
        assertThat(fault(html, "alternateServers[0].address"))
                .isEqualTo("Introduzca la dirección IP del servidor, o quite la fila.");
        assertThat(fault(html, "alternateServers[1].address")).contains("dirección IP");
        assertThat(fault(html, "alternateServers[2].domain"))
                .isEqualTo("Esto no es un nombre de dominio: «corp..example».");
        assertThat(fault(html, "alternateServers[3].port")).contains("«x»");
        assertThat(html).contains("value=\"corp..example\"");

        html = inSpanish(dnsForm()
                .param("alternateServers[0].domain", "*.corp.example")
                .param("alternateServers[0].address", "ns.corp.example")
                .param("alternateServers[1].domain", "corp.example")
                .param("alternateServers[1].address", "::1")
                .param("alternateServers[1].port", "70000")
                .param("alternateServers[2].domain", "corp.example")
                .param("alternateServers[2].address", "::1")
                .param("alternateServers[3].domain", "corp.example")
                .param("alternateServers[3].address", "0::1"));
        assertThat(fault(html, "alternateServers[0].domain")).contains("no se aplica nunca. Escriba corp.example:");
        assertThat(fault(html, "alternateServers[0].address")).contains("ns.corp.example");
        assertThat(fault(html, "alternateServers[1].port")).contains("70");
        assertThat(fault(html, "alternateServers[3].address")).contains("figura dos veces para corp.example");
        assertThat(working.policy().dns().alternateServers()).isEmpty();
    }

    private MockHttpServletRequestBuilder dnsForm() {
        return post("/network/dns")
                .param("version", String.valueOf(working.section("dns").version()));
    }

    private String inSpanish(MockHttpServletRequestBuilder request) throws Exception {
        return answer(request.with(OPERATOR).with(csrf()).locale(SPANISH)).getContentAsString(StandardCharsets.UTF_8);
    }

    /// The text beside a field, empty where it has none.
    private static String fault(String html, String field) {
        Matcher text = Pattern.compile(Pattern.quote("id=\"" + field + "-error\"") + "[^>]*>([^<]*)<")
                .matcher(html);
        return text.find() ? text.group(1) : "";
    }

    private String judgedInSpanish(String text) throws Exception {
        return answer(multipart("/system/configuration-file/validate")
                        .file(file(text))
                        .with(OPERATOR)
                        .with(csrf())
                        .locale(SPANISH))
                .getContentAsString(StandardCharsets.UTF_8);
    }

    @Test
    void a_roll_back_never_throws_away_what_was_submitted_meanwhile() throws Exception {
        submit("ietf.org");
        long with = committed("", "admin");
        submit("other.example");
        working.commit("", "admin");
        String shown = html(get("/system/revisions/" + with).with(OPERATOR));
        submit("late.example");

        MockHttpServletResponse refused = answer(post("/system/revisions/" + with + "/rollback")
                .with(OPERATOR)
                .with(csrf())
                .param("seen", seen(shown)));
        assertThat(refused.getStatus()).isEqualTo(409);
        assertThat(refused.getContentAsString()).contains("1 pending change ");
        assertThat(working.pending()).isEqualTo(1);
    }

    @Test
    void a_saved_file_loads_to_the_very_same_policy() throws Exception {
        submit("ietf.org");
        working.commit("", "admin");
        String saved = html(get("/system/configuration-file/download").with(OPERATOR));
        assertThat(saved).isEqualTo(PolicyDocument.yaml(working.policy()));
        assertThat(html(multipart("/system/configuration-file/validate")
                        .file(file(saved))
                        .with(OPERATOR)
                        .with(csrf())))
                .contains("equal to the policy in force");

        submit("more.example");
        working.commit("", "admin");
        String judged = html(multipart("/system/configuration-file/validate")
                .file(file(saved))
                .with(ADMIN)
                .with(csrf()));
        assertThat(judged).contains("Destination more.example").contains("Load as pending change");
        assertThat(answer(post("/system/configuration-file/load")
                                .with(ADMIN)
                                .with(csrf())
                                .param("text", saved)
                                .param("seen", seen(judged)))
                        .getRedirectedUrl())
                .isEqualTo("/commit");
        assertThat(PolicyDocument.yaml(working.policy())).isEqualTo(saved);
        assertThat(working.pending()).isEqualTo(1);
    }

    @Test
    void the_configuration_of_an_appliance_gives_a_policy_file_that_can_be_loaded() throws Exception {
        String xml = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<!DOCTYPE config SYSTEM \"config.dtd\">\n"
                + "<config><dns><local_dns><dns_ip priority=\"3\">192.0.2.53</dns_ip></local_dns></dns></config>\n";
        String judged = html(multipart("/system/configuration-file/validate")
                .file(file(xml))
                .with(ADMIN)
                .with(csrf()));
        assertThat(judged)
                .contains(
                        "This is the configuration of an appliance",
                        "Taken: 1 DNS servers",
                        "Not read: everything else")
                .contains("Load as pending change", "192.0.2.53");

        String made = answer(post("/api/v1/policy/from-appliance")
                        .contentType("application/xml")
                        .content(xml)
                        .with(OPERATOR))
                .getContentAsString();
        assertThat(made).startsWith("# Taken: 1 DNS servers").contains("address: 192.0.2.53");
        assertThat(PolicyFile.read(made).faults()).isEmpty();
        MockHttpServletResponse put = answer(put("/api/v1/policy")
                .contentType("application/xml")
                .content(xml)
                .with(ADMIN));
        assertThat(put.getStatus()).isEqualTo(422);
        assertThat(put.getContentAsString()).contains("/api/v1/policy/from-appliance");
        MockHttpServletResponse bomb = answer(post("/api/v1/policy/from-appliance")
                .contentType("application/xml")
                .content("<!DOCTYPE config [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><config>&x;</config>")
                .with(OPERATOR));
        assertThat(bomb.getStatus()).isEqualTo(422);
        assertThat(bomb.getContentAsString()).contains("cannot be read").doesNotContain("root:");
    }

    @Test
    void faults_of_a_file_are_told_all_at_once_by_line_and_nothing_changes() throws Exception {
        String broken = "destinationControls:\n  default: { tls: SOMETIMES }\n  destinations:\n"
                + "    - { domain: a.example, concurrentConnections: 5000 }\nnonsense: 1\n";
        MockHttpServletResponse refused = answer(multipart("/system/configuration-file/validate")
                .file(file(broken))
                .with(OPERATOR)
                .with(csrf()));

        assertThat(refused.getStatus()).isEqualTo(422);
        assertThat(refused.getContentAsString())
                .contains("Line 2:")
                .contains("Line 4:")
                .contains("Line 5:")
                .contains("concurrentConnections: 5000");
        assertThat(working.pending()).isZero();
    }

    @Test
    void only_an_administrator_loads_a_file() throws Exception {
        assertThat(answer(post("/system/configuration-file/load")
                                .with(OPERATOR)
                                .with(csrf())
                                .param("text", "{}")
                                .param("seen", "x"))
                        .getStatus())
                .isEqualTo(403);
    }

    private void submit(String domain) {
        edits.submit(
                null,
                0,
                DestinationEntry.of(DomainPattern.parse(domain), TlsSupport.REQUIRED, DaneSupport.MANDATORY),
                "admin");
    }

    private static MockMultipartFile file(String text) {
        return new MockMultipartFile("file", "policy.yml", "text/yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    private static String seen(String html) {
        Matcher seen = SEEN.matcher(html);
        assertThat(seen.find()).as(html).isTrue();
        return seen.group(1);
    }

    private String html(AbstractMockHttpServletRequestBuilder<?> request) throws Exception {
        MockHttpServletResponse answer = answer(request);
        assertThat(answer.getStatus()).isEqualTo(200);
        assertThat(answer.getContentAsString()).doesNotContain("??");
        return answer.getContentAsString();
    }

    private MockHttpServletResponse answer(AbstractMockHttpServletRequestBuilder<?> request) throws Exception {
        return mvc.perform(request).andReturn().getResponse();
    }
}
