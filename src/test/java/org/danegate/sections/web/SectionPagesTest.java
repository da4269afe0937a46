package org.danegate.sections.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.danegate.config.DestinationEdits;
import org.danegate.config.WorkingPolicy;
import org.danegate.config.web.PolicyPages;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.KeyExchange;
import org.danegate.policy.ListenerSettings;
import org.danegate.policy.ListenerSettings.ListenerTls;
import org.danegate.policy.ListenerSettings.SenderGroup;
import org.danegate.policy.Policy;
import org.danegate.policy.SmtpRoute;
import org.danegate.policy.TlsSupport;
import org.danegate.policy.file.PolicyDocument;
import org.danegate.policy.file.PolicyFile;
import org.danegate.smtp.KeyExchangeGroups;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.MessageSource;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/// Lists and forms of the policy with the real filters, templates and database.
@PolicyPages
public class SectionPagesTest {

    private static final RequestPostProcessor ADMIN = user("admin").roles("ADMINISTRATOR");
    private static final RequestPostProcessor READER = user("reader").roles("READ_ONLY_OPERATOR");
    private static final String ROUTES = "/network/smtp-routes";

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

    @ParameterizedTest
    @EnumSource(PolicySection.class)
    void each_section_has_its_list_and_its_form_in_both_languages(PolicySection section) throws Exception {
        for (Locale locale : List.of(Locale.ENGLISH, Locale.of("es"))) {
            String title = texts.getMessage("sections." + section.page() + ".title", null, locale);
            MockHttpServletResponse list =
                    page(get(section.address()).with(ADMIN).locale(locale));
            assertThat(list.getStatus()).isEqualTo(200);
            assertThat(list.getContentAsString()).contains("<h1>" + title).doesNotContain("??");
            MockHttpServletResponse form =
                    page(get(section.address() + "/new").with(ADMIN).locale(locale));
            assertThat(form.getStatus()).isEqualTo(200);
            for (SectionField field : section.fields()) {
                assertThat(form.getContentAsString())
                        .contains("name=\"" + field.key() + "\"")
                        .contains("id=\"" + field.key() + "-hint\"")
                        .doesNotContain("??");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(PolicySection.class)
    void a_reader_sees_the_list_and_can_change_nothing(PolicySection section) throws Exception {
        assertThat(page(get(section.address()).with(READER)).getContentAsString())
                .doesNotContain(section.address() + "/new");
        assertThat(page(post(section.address() + "/new")
                                .with(READER)
                                .with(csrf())
                                .param("version", "0"))
                        .getStatus())
                .isEqualTo(403);
        assertThat(page(post(section.address() + "/0/delete")
                                .with(READER)
                                .with(csrf())
                                .param("version", "0"))
                        .getStatus())
                .isEqualTo(403);
    }

    @Test
    void a_new_sender_group_stands_above_the_one_for_all() throws Exception {
        submit("/mail-policies/hat/new", Map.of("name", "PARTNERS", "senders", "192.0.2.0/24", "policy", "RELAYED"));

        assertThat(working.policy().listeners().getFirst().senderGroups())
                .extracting(ListenerSettings.SenderGroup::name)
                .containsSubsequence("PARTNERS", "ALL");
    }

    @Test
    void a_route_is_added_with_hosts_as_the_appliance_writes_them_and_edited_again() throws Exception {
        submit(
                ROUTES + "/new",
                Map.of(
                        "domain", ".example.com",
                        "hosts", "a.example.net:2525/pri=10\n[2001:db8::1]:26\n192.0.2.1, b.example.net"));

        assertThat(working.policy().smtpRoutes().getFirst().hosts())
                .containsExactly(
                        new SmtpRoute.Host.Relay("a.example.net", 2525, 10),
                        new SmtpRoute.Host.Relay("2001:db8::1", 26, 0),
                        new SmtpRoute.Host.Relay("192.0.2.1", 25, 0),
                        new SmtpRoute.Host.Relay("b.example.net", 25, 0));
        String form = page(get(ROUTES + "/0").with(ADMIN)).getContentAsString();
        assertThat(form).contains("a.example.net:2525/pri=10\n[2001:db8::1]:26\n192.0.2.1\nb.example.net</textarea>");

        submit(ROUTES + "/0", Map.of("domain", ".example.com", "hosts", "/dev/null"));
        assertThat(working.policy().smtpRoutes())
                .singleElement()
                .satisfies(r -> assertThat(r.hosts()).containsExactly(new SmtpRoute.Host.Discard()));
    }

    @Test
    @Tag("U-01")
    void a_host_may_allow_dane_which_removes_the_trap() throws Exception {
        edits.submit(
                null,
                0,
                DestinationEntry.of(DomainPattern.parse("example.com"), TlsSupport.REQUIRED, DaneSupport.MANDATORY),
                "admin");
        submit(ROUTES + "/new", Map.of("domain", "example.com", "hosts", "relay.example.net:587/pri=10/dane=allow"));
        assertThat(working.policy().smtpRoutes().getFirst().hosts())
                .containsExactly(new SmtpRoute.Host.Relay("relay.example.net", 587, 10, SmtpRoute.Dane.ALLOW));
        assertThat(page(get(ROUTES + "/0").with(ADMIN)).getContentAsString())
                .contains("relay.example.net:587/pri=10/dane=allow</textarea>");
        assertThat(page(get(ROUTES).with(ADMIN)).getContentAsString()).doesNotContain("DANE will fail");

        assertThat(refused("192.0.2.1/sts=on")).contains("MTA-STS needs the name of a host: 192.0.2.1 is an address.");
        assertThat(refused("a.example/sts=perhaps")).contains("a.example/sts=perhaps</textarea>");
        assertThat(refused("192.0.2.1/dane=allow")).contains("DANE needs the name of a host: 192.0.2.1 is an address.");
        assertThat(refused("a.example/dane=yes")).contains("a.example/dane=yes</textarea>", "FAIL, ALLOW");
    }

    @Test
    @Tag("U-08")
    void a_host_may_follow_the_mta_sts_policy_of_its_name() throws Exception {
        String line = "smtp.example.net:587/pri=10/dane=allow/sts=on";
        submit(ROUTES + "/new", Map.of("domain", "example.com", "hosts", line + "\nb.example.net"));
        assertThat(working.policy().smtpRoutes().getFirst().hosts())
                .containsExactly(
                        new SmtpRoute.Host.Relay("smtp.example.net", 587, 10, SmtpRoute.Dane.ALLOW, true),
                        new SmtpRoute.Host.Relay("b.example.net", 25, 0));
        assertThat(page(get(ROUTES + "/0").with(ADMIN)).getContentAsString())
                .contains(line + "\nb.example.net</textarea>");
        assertThat(page(get("/commit").with(ADMIN)).getContentAsString()).contains("dane ALLOW, mtaSts true");
        assertThat(PolicyFile.read(PolicyDocument.yaml(working.policy())).policy())
                .isEqualTo(working.policy());
    }

    private String refused(String hosts) throws Exception {
        return page(post(ROUTES + "/0")
                        .with(ADMIN)
                        .with(csrf())
                        .param(
                                "version",
                                String.valueOf(working.section("smtpRoutes").version()))
                        .param("domain", "example.com")
                        .param("hosts", hosts))
                .getContentAsString();
    }

    @Test
    void the_dane_trap_stands_on_the_row_with_its_fix() throws Exception {
        edits.submit(
                null,
                0,
                DestinationEntry.of(DomainPattern.parse("example.com"), TlsSupport.REQUIRED, DaneSupport.MANDATORY),
                "admin");
        submit(ROUTES + "/new", Map.of("domain", "example.com", "hosts", "mx.example.net"));

        String list = page(get(ROUTES).with(ADMIN)).getContentAsString();
        assertThat(list).contains("DANE will fail").contains("Set DANE None");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/network/smtp-routes | domain | nonsense domain | domain",
                "/network/smtp-routes | hosts | 999.1.1.1 | hosts",
                "/network/smtp-routes | hosts | mx.example.net:99999 | hosts",
                "/network/bounce-profiles | maxRetries | many | maxRetries",
                "/network/bounce-profiles | initialRetry | soon | initialRetry",
                "/network/ip-interfaces | ipv4 | 2001:db8::1 | ipv4",
                "/mail-policies/hat | senders | somebody | senders",
                "/system/alert-recipients | address | nobody | address",
            })
    void a_fault_stands_beside_its_field_and_what_was_typed_stays(
            String address, String key, String typed, String field) throws Exception {
        PolicySection section =
                PolicySection.at(address.split("/")[1], address.split("/")[2]).orElseThrow();
        MockHttpServletRequestBuilder request = post(address + "/new")
                .with(ADMIN)
                .with(csrf())
                .param(
                        "version",
                        String.valueOf(working.section(section.section()).version()));
        for (SectionField f : section.fields()) {
            request.param(f.key(), f.key().equals(key) ? typed : good(f.key()));
        }
        MockHttpServletResponse response = page(request);

        assertThat(response.getStatus()).isEqualTo(422);
        assertThat(response.getContentAsString())
                .contains("href=\"#" + field + "\"")
                .contains("class=\"field-error\"")
                .contains(typed);
    }

    private static String good(String key) {
        return switch (key) {
            case "domain" -> "example.com";
            case "hosts" -> "mx.example.net";
            case "policy" -> "RELAYED";
            case "hostname" -> "a.example";
            case "severity" -> "WARNING";
            case "name" -> "Other";
            default -> "";
        };
    }

    @Test
    void an_edit_over_another_administrators_is_a_conflict_and_nothing_typed_is_lost() throws Exception {
        long version = working.section("smtpRoutes").version();
        submit(ROUTES + "/new", Map.of("domain", "one.example", "hosts", "USEDNS"));
        MockHttpServletResponse response = page(post(ROUTES + "/new")
                .with(ADMIN)
                .with(csrf())
                .param("version", String.valueOf(version))
                .param("domain", "two.example")
                .param("hosts", "USEDNS"));

        assertThat(response.getStatus()).isEqualTo(409);
        assertThat(response.getContentAsString())
                .contains("changed while you were editing")
                .contains("two.example");
        assertThat(working.policy().smtpRoutes()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, RELAYLIST",
        "192.0.2.1, ALL",
        "2001:db8::1, ALL",
        "nowhere, is no IP address",
    })
    void the_hat_tester_says_which_group_a_client_is_in(String client, String said) throws Exception {
        String html = page(get("/mail-policies/hat").with(ADMIN).param("client", client))
                .getContentAsString();
        assertThat(html).containsPattern("tester-result[^<]*" + said);
    }

    @Test
    void sizes_and_times_stand_in_units_and_are_read_back() throws Exception {
        assertThat(page(get("/network/listeners").with(ADMIN)).getContentAsString())
                .contains(">20MB<");
        assertThat(page(get("/network/bounce-profiles").with(ADMIN)).getContentAsString())
                .contains(">72h<", ">60s<", ">1h<");
        submit(
                "/network/listeners/0",
                Map.of(
                        "name",
                        "OutgoingMail",
                        "address",
                        "127.0.0.1",
                        "port",
                        "2525",
                        "maxMessageSize",
                        "30MB",
                        "maxRecipients",
                        "1000",
                        "tls",
                        "REQUIRED"));
        assertThat(working.policy().listeners().getFirst().maxMessageSize()).isEqualTo(30L << 20);
        assertThat(working.policy().listeners().getFirst().senderGroups())
                .as("kept")
                .hasSize(2);
    }

    @Test
    void routes_are_exported_and_imported_in_the_appliances_form() throws Exception {
        String file = """
                # routes of the old gateway
                example.com host1.example.net, host2.example.net:2525/pri=10
                .example.org USEDNS
                ALL [2001:db8::1]:26/pri=5
                """;
        long version = working.section("smtpRoutes").version();
        MockHttpServletResponse imported = page(post(ROUTES + "/import")
                .with(ADMIN)
                .with(csrf())
                .param("version", String.valueOf(version))
                .param("text", file));
        assertThat(imported.getStatus()).as(imported.getContentAsString()).isEqualTo(302);
        assertThat(working.policy().smtpRoutes()).hasSize(3);

        MockHttpServletResponse exported = page(get(ROUTES + "/export").with(ADMIN));
        assertThat(exported.getContentAsString()).isEqualTo(file.substring(file.indexOf('\n') + 1));
        assertThat(exported.getHeader("Content-Disposition")).contains("smtproutes");
    }

    @Test
    void an_import_with_faults_changes_nothing_names_the_lines_and_keeps_the_text() throws Exception {
        MockHttpServletResponse refused = page(post(ROUTES + "/import")
                .with(ADMIN)
                .with(csrf())
                .param("version", String.valueOf(working.section("smtpRoutes").version()))
                .param("text", "example.com mx.example.net\nlonely.example\nbad.example 999.1.1.1\n"));
        assertThat(refused.getStatus()).isEqualTo(422);
        assertThat(refused.getContentAsString())
                .contains("Line 2:")
                .contains("Line 3:")
                .contains("lonely.example");
        assertThat(working.policy().smtpRoutes()).isEmpty();
    }

    @Test
    void global_settings_are_shown_submitted_and_guarded_against_crossing_edits() throws Exception {
        String address = "/mail-policies/destinations/global";
        String version = String.valueOf(working.section("destinationControls").version());
        MockHttpServletRequestBuilder request = post(address)
                .with(ADMIN)
                .with(csrf())
                .param("version", version)
                .param("certificate", "gateway")
                .param("alertOnRequiredTlsFailure", "true");
        assertThat(page(request).getStatus()).isEqualTo(302);
        assertThat(working.policy().destinationControls().global())
                .isEqualTo(new DestinationControls.Global("gateway", true));
        assertThat(page(get(address).with(ADMIN)).getContentAsString())
                .contains("value=\"gateway\"")
                .contains("checked=\"checked\"");
        assertThat(page(request).getStatus()).isEqualTo(409);
        assertThat(page(post(address).with(READER).with(csrf()).param("version", version))
                        .getStatus())
                .isEqualTo(403);
    }

    @Test
    @Tag("KX-02")
    void the_key_exchange_is_chosen_and_the_page_says_what_this_java_has() throws Exception {
        String address = "/mail-policies/destinations/global";
        String shown = page(get(address).with(ADMIN)).getContentAsString();
        assertThat(shown).contains("value=\"PREFER_HYBRID\" checked=\"checked\"");
        assertThat(shown.contains("not available on this Java")).isNotEqualTo(KeyExchangeGroups.hasHybrid());

        assertThat(page(keyExchange(address, "QUANTUM")).getStatus()).isEqualTo(422);
        assertThat(page(keyExchange(address, "CLASSICAL")).getStatus()).isEqualTo(302);
        assertThat(working.policy().destinationControls().global())
                .isEqualTo(new DestinationControls.Global(null, false, KeyExchange.CLASSICAL));
        assertThat(PolicyFile.readUnchecked(PolicyDocument.yaml(working.policy()))
                        .destinationControls()
                        .global()
                        .keyExchange())
                .isEqualTo(KeyExchange.CLASSICAL);
    }

    private MockHttpServletRequestBuilder keyExchange(String address, String choice) {
        return post(address)
                .with(ADMIN)
                .with(csrf())
                .param(
                        "version",
                        String.valueOf(working.section("destinationControls").version()))
                .param("keyExchange", choice);
    }

    @Test
    void sender_groups_are_moved_and_deleted() throws Exception {
        submit("/mail-policies/hat/1/up", Map.of());
        assertThat(working.policy().listeners().getFirst().senderGroups())
                .extracting(g -> g.name())
                .containsExactly("ALL", "RELAYLIST");
        submit("/mail-policies/hat/0/delete", Map.of());
        assertThat(working.policy().listeners().getFirst().senderGroups())
                .extracting(g -> g.name())
                .containsExactly("RELAYLIST");
    }

    @Test
    void each_listener_has_its_sender_groups_its_tester_and_its_order() throws Exception {
        String hat = "/mail-policies/hat";
        secondListener();
        assertThat(page(get(hat).with(ADMIN)).getContentAsString())
                .contains("Sender Groups (Listener: OutgoingMail): 2")
                .contains("value=\"In bound\"");
        assertThat(page(get(hat).with(ADMIN).param("listener", "In bound").param("client", "192.0.2.7"))
                        .getContentAsString())
                .contains("Sender Groups (Listener: In bound): 1")
                .containsPattern(
                        "tester-result[^<]*PARTNERS by its entry 192.0.2.0/24; mail flow policy RELAYED, Relay")
                .contains("/mail-policies/hat/0?listener=In+bound");

        MockHttpServletResponse added = page(post(hat + "/new")
                .with(ADMIN)
                .with(csrf())
                .param("version", String.valueOf(working.section("listeners").version()))
                .param("listener", "In bound")
                .param("name", "REST")
                .param("senders", "ALL")
                .param("policy", "BLOCKED"));
        assertThat(added.getRedirectedUrl()).isEqualTo(hat + "?listener=In+bound");
        submit(hat + "/0/down", Map.of("listener", "In bound"));
        assertThat(working.policy().listeners().getLast().senderGroups())
                .extracting(SenderGroup::name)
                .containsExactly("REST", "PARTNERS");
        assertThat(working.policy().listeners().getFirst().senderGroups())
                .extracting(SenderGroup::name)
                .containsExactly("RELAYLIST", "ALL");

        MockHttpServletResponse refused = page(post(hat + "/0")
                .with(ADMIN)
                .with(csrf())
                .param("version", String.valueOf(working.section("listeners").version()))
                .param("listener", "In bound")
                .param("name", "REST")
                .param("senders", "somebody")
                .param("policy", "LOST"));
        assertThat(refused.getStatus()).isEqualTo(422);
        assertThat(refused.getContentAsString())
                .contains("name=\"listener\" value=\"In bound\"", "href=\"#senders\"", "somebody", "LOST (missing)");
        assertThat(page(get(hat).with(ADMIN).param("listener", "lost")).getRedirectedUrl())
                .isEqualTo(hat);
    }

    private void secondListener() {
        Policy now = working.policy();
        ListenerSettings second = new ListenerSettings(
                "In bound",
                "127.0.0.1",
                2600,
                1 << 20,
                10,
                ListenerTls.PREFERRED,
                "lost",
                List.of(new SenderGroup("PARTNERS", List.of("192.0.2.0/24"), "RELAYED")));
        working.submit(
                new Policy(
                        now.dns(),
                        now.destinationControls(),
                        now.smtpRoutes(),
                        now.bounceProfiles(),
                        List.of(now.listeners().getFirst(), second),
                        now.mailFlowPolicies(),
                        now.recipientAccess(),
                        now.logSubscriptions()),
                null,
                "test");
    }

    @Test
    void without_a_listener_the_hat_says_so() throws Exception {
        submit("/network/listeners/0/delete", Map.of());
        assertThat(page(get("/mail-policies/hat").with(ADMIN)).getContentAsString())
                .contains("There is no listener")
                .doesNotContain("/mail-policies/hat/new");
    }

    @Test
    void names_of_other_things_are_chosen_from_those_there_are() throws Exception {
        secondListener();
        String listener = page(get("/network/listeners/1").with(ADMIN)).getContentAsString();
        assertThat(listener)
                .contains("<option value=\"\">None</option>", "<option value=\"gateway\">gateway</option>")
                .containsPattern("<option value=\"lost\" selected>lost \\(missing\\)");
        assertThat(page(get("/network/listeners").with(ADMIN)).getContentAsString())
                .contains("There is no certificate named &#39;lost&#39;");
        assertThat(page(get("/mail-policies/hat/new").with(ADMIN)).getContentAsString())
                .contains("<option value=\"\">Choose…</option>", "<option value=\"RELAYED\">RELAYED</option>");
    }

    @Test
    void the_recipient_access_table_ends_in_what_holds_for_all_others() throws Exception {
        assertThat(page(get("/mail-policies/recipient-access").with(ADMIN)).getContentAsString())
                .contains("All Other Recipients", "Always the last row", ">Reject<");
    }

    @Test
    void the_retry_schedule_of_a_bounce_profile_is_drawn_and_told() throws Exception {
        String html = page(get("/network/bounce-profiles/0").with(ADMIN)).getContentAsString();
        assertThat(html)
                .contains("<svg class=\"schedule\"")
                .contains("The first ones after acceptance: 0 min, 1 min, 3 min, 7 min, 15 min, 31 min, 63 min");
    }

    private void submit(String address, Map<String, String> parameters) throws Exception {
        PolicySection section =
                PolicySection.at(address.split("/")[1], address.split("/")[2]).orElseThrow();
        MockHttpServletRequestBuilder request = post(address)
                .with(ADMIN)
                .with(csrf())
                .param(
                        "version",
                        String.valueOf(working.section(section.section()).version()));
        parameters.forEach(request::param);
        MockHttpServletResponse response = page(request);
        assertThat(response.getStatus()).as(response.getContentAsString()).isEqualTo(302);
    }

    private MockHttpServletResponse page(MockHttpServletRequestBuilder request) throws Exception {
        return mvc.perform(request).andReturn().getResponse();
    }
}
