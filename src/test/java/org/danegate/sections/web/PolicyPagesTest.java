package org.danegate.sections.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.danegate.address.DomainName;
import org.danegate.config.DestinationEdits;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.FormFaults;
import org.danegate.console.Frame;
import org.danegate.console.NodeIdentity;
import org.danegate.console.SettingAdvice;
import org.danegate.event.DeliveryEvents;
import org.danegate.history.DaneReadiness;
import org.danegate.history.RecordedFigures;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.Policy;
import org.danegate.policy.Sha1Signatures;
import org.danegate.policy.file.PolicyDocument;
import org.danegate.policy.file.PolicyFile;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.validation.BeanPropertyBindingResult;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/// Network > DNS and Uncommitted Changes with their real templates, over a working copy in a real database.
@DataJpaTest(
        properties = {
            "spring.datasource.url=jdbc:h2:mem:pages;DB_CLOSE_DELAY=-1",
            "danegate.data-dir=target/none-${danegate.test.fork:0}"
        })
@Transactional(propagation = Propagation.NOT_SUPPORTED)
class PolicyPagesTest {

    private static final String DNS = "/network/dns";
    private static final Pattern SEEN = Pattern.compile("name=\"seen\" value=\"(\\w+)\"");

    /// The room with its pages.
    @TestConfiguration
    @ComponentScan({"org.danegate.config", "org.danegate.destinations", "org.danegate.node", "org.danegate.sections"})
    @ComponentScan(
            basePackages = "org.danegate.console",
            useDefaultFilters = false,
            includeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*LanguageConfiguration"))
    static class Room {

        @Bean
        DeliveryEvents events() {
            return event -> {};
        }

        @Bean
        InstantSource clock() {
            return InstantSource.system();
        }

        @Bean
        DaneReadiness readiness(JdbcTemplate jdbc, PlatformTransactionManager transactions, InstantSource clock) {
            return new RecordedFigures(jdbc, transactions, clock).readiness();
        }

        @Bean
        AtomicReference<List<String>> known() {
            return new AtomicReference<>(List.of());
        }

        @Bean
        SettingAdvice sha1Advice(AtomicReference<List<String>> known) {
            return setting -> setting.equals("dns.sha1Signatures") ? known.get() : List.of();
        }

        @Bean
        NodeIdentity identity() {
            return new NodeIdentity("mail.example", "1");
        }
    }

    @Autowired
    private WorkingPolicy working;

    @Autowired
    private DestinationEdits edits;

    @Autowired
    private AtomicReference<List<String>> advice;

    @Autowired
    private DnsPages dnsPages;

    @Autowired
    @Qualifier("commitPages")
    private Object commitPages;

    @Autowired
    @Qualifier("abandonPages")
    private Object abandonPages;

    @Autowired
    private MessageSource texts;

    private MockMvc mvc;

    @BeforeEach
    void fresh() {
        working.abandon(null, "test");
        mvc = MockMvcBuilders.standaloneSetup(dnsPages, commitPages, abandonPages)
                .setViewResolvers(views(texts))
                .build();
    }

    @Test
    void the_dns_form_shows_what_is_set_and_one_empty_row_in_each_list() throws Exception {
        submitDns("other", false, new DnsSettings.Server("192.0.2.1", 5353, 7));

        String html = text(page(get(DNS)));

        assertThat(html)
                .contains("value=\"192.0.2.1\"")
                .contains("value=\"5353\"")
                .contains("value=\"7\"")
                .contains("name=\"servers[1].address\"")
                .contains("name=\"secondaryServers[0].address\"")
                .contains("name=\"alternateServers[0].domain\"")
                .doesNotContain("name=\"alternateServers[1].domain\"")
                .doesNotContain("name=\"servers[2].address\"")
                .doesNotContain("name=\"secondaryServers[1].address\"");
    }

    @Test
    void a_filled_form_is_submitted_and_empty_rows_are_passed_over() throws Exception {
        MockHttpServletResponse response = page(form().param("servers[0].address", "")
                .param("servers[1].address", " 192.0.2.1 ")
                .param("secondaryServers[0].address", "2001:db8::1")
                .param("secondaryServers[0].port", "54")
                .param("secondaryServers[0].priority", "3")
                .param("timeout", "9"));

        assertThat(response.getRedirectedUrl()).isEqualTo(DNS);
        DnsSettings dns = working.policy().dns();
        assertThat(dns.servers()).containsExactly(new DnsSettings.Server("192.0.2.1", 53, 0));
        assertThat(dns.secondaryServers()).containsExactly(new DnsSettings.Server("2001:db8::1", 54, 3));
        assertThat(dns.timeout()).hasSeconds(9);
    }

    @Test
    @Tag("N-30")
    void sha1_signatures_are_unsupported_until_an_administrator_has_them_validated() throws Exception {
        assertThat(text(page(get(DNS)))).contains("id=\"sha1Signatures1\" name=\"sha1Signatures\" checked");

        assertThat(page(form().param("sha1Signatures", "PERHAPS")).getStatus()).isEqualTo(422);
        assertThat(working.policy().dns().sha1Signatures()).isEqualTo(Sha1Signatures.UNSUPPORTED);

        page(form().param("sha1Signatures", "VALIDATED"));
        assertThat(working.policy().dns().sha1Signatures()).isEqualTo(Sha1Signatures.VALIDATED);
        assertThat(text(page(get(DNS)))).contains("id=\"sha1Signatures2\" name=\"sha1Signatures\" checked");
        String file = PolicyDocument.yaml(working.policy());
        assertThat(file).contains("sha1Signatures: VALIDATED");
        assertThat(PolicyFile.readUnchecked(file).dns().sha1Signatures()).isEqualTo(Sha1Signatures.VALIDATED);
        assertThat(text(page(get("/commit")))).contains("SHA-1 Signatures").contains("Validated");
    }

    @Test
    @Tag("N-33")
    void the_page_says_how_many_destinations_the_setting_concerns() throws Exception {
        advice.set(List.of("7 destinations of the last 30 days"));
        assertThat(text(page(get(DNS)))).contains("<span>7 destinations of the last 30 days</span>");
        advice.set(List.of());
        assertThat(text(page(get(DNS)))).doesNotContain("of the last 30 days");
    }

    @Test
    void a_row_with_only_a_port_or_a_priority_is_a_fault_beside_its_address() throws Exception {
        MockHttpServletResponse response = page(form().param("servers[0].address", "192.0.2.1")
                .param("servers[1].port", "5353")
                .param("secondaryServers[0].priority", "4"));

        assertThat(response.getStatus()).isEqualTo(422);
        assertThat(text(response))
                .contains("href=\"#servers[1].address\"")
                .contains("href=\"#secondaryServers[0].address\"")
                .contains("Enter the server&#39;s IP address, or remove the row.")
                .contains("value=\"5353\"")
                .contains("value=\"192.0.2.1\"");
        assertThat(working.pending()).isZero();
    }

    @Test
    void faults_of_the_policy_stand_beside_their_fields_and_what_was_typed_stays() throws Exception {
        MockHttpServletResponse response = page(form().param("servers[0].address", "::1")
                .param("servers[1].address", "0:0::1")
                .param("secondaryServers[0].address", "ns.example")
                .param("secondaryServers[1].address", "192.0.2.9")
                .param("secondaryServers[1].port", "many")
                .param("timeout", "61"));
        assertThat(response.getStatus()).isEqualTo(422);
        assertThat(text(response)).contains("you entered &#39;many&#39;").contains("value=\"many\"");

        response = page(form().param("servers[0].address", "::1")
                .param("servers[1].address", "0:0::1")
                .param("secondaryServers[0].address", "ns.example")
                .param("timeout", "61"));
        assertThat(response.getStatus()).isEqualTo(422);
        assertThat(text(response))
                .contains("href=\"#servers[1].address\"")
                .contains("is listed twice")
                .contains("href=\"#secondaryServers[0].address\"")
                .contains("value=\"ns.example\"")
                .contains("href=\"#timeout\"");
        assertThat(working.pending()).isZero();
    }

    @Test
    void rows_are_added_and_removed_without_submitting() throws Exception {
        String more = text(page(form().param("servers[0].address", "192.0.2.1").param("addRow", "servers")));
        assertThat(more).contains("name=\"servers[1].address\"").contains("value=\"192.0.2.1\"");

        String less = text(page(form().param("servers[0].address", "192.0.2.1")
                .param("servers[1].address", "192.0.2.2")
                .param("removeRow", "servers[0]")));
        assertThat(less)
                .contains("value=\"192.0.2.2\"")
                .doesNotContain("192.0.2.1")
                .doesNotContain("name=\"servers[1].address\"");
        assertThat(text(page(form().param("servers[0].address", "192.0.2.1").param("removeRow", "servers[7]"))))
                .contains("192.0.2.1");
        assertThat(working.pending()).isZero();
    }

    @Test
    void an_edit_that_crosses_another_shows_all_of_theirs_beside_it() throws Exception {
        MockHttpServletRequestBuilder mine = form().param("servers[0].address", "192.0.2.1");
        working.submitDns(
                new DnsSettings(
                        List.of(),
                        List.of(new DnsSettings.Server("192.0.2.77", 54, 6)),
                        List.of(alternate("corp.example", "192.0.2.53", 5354)),
                        true,
                        null,
                        null),
                working.section("dns").version(),
                "other");

        MockHttpServletResponse response = page(mine);

        assertThat(response.getStatus()).isEqualTo(422);
        assertThat(text(response))
                .contains("Submitted meanwhile")
                .contains("<span>the Internet&#39;s root DNS servers</span>")
                .contains("192.0.2.77 port 54 priority 6")
                .contains("corp.example: 192.0.2.53 port 5354")
                .contains("value=\"192.0.2.1\"");
        assertThat(working.policy().dns().useRootServers()).isTrue();
    }

    @Test
    void alternate_servers_are_added_changed_and_removed_and_two_may_serve_one_domain() throws Exception {
        page(form().param("alternateServers[0].domain", " Corp.Example. ")
                .param("alternateServers[0].address", " 192.0.2.53 ")
                .param("alternateServers[1].domain", "corp.example")
                .param("alternateServers[1].address", "2001:db8::53")
                .param("alternateServers[1].port", "5353")
                .param("alternateServers[2].domain", "bücher.example")
                .param("alternateServers[2].address", "192.0.2.53")
                .param("alternateServers[3].domain", " "));
        assertThat(working.policy().dns().alternateServers())
                .containsExactly(
                        alternate("corp.example", "192.0.2.53", 53),
                        alternate("corp.example", "2001:db8::53", 5353),
                        alternate("xn--bcher-kva.example", "192.0.2.53", 53));

        String html = text(page(get(DNS)));
        assertThat(html)
                .contains("name=\"alternateServers[2].domain\" value=\"bücher.example\"")
                .contains("name=\"alternateServers[1].address\" value=\"2001:db8::53\"")
                .contains("name=\"alternateServers[1].port\" value=\"5353\"")
                .contains("name=\"alternateServers[3].domain\"");

        MockHttpServletRequestBuilder shown = form().param("alternateServers[0].domain", "corp.example")
                .param("alternateServers[0].address", "192.0.2.53")
                .param("alternateServers[1].domain", "sub.corp.example")
                .param("alternateServers[1].address", "2001:db8::53");
        String less = text(page(shown.param("removeRow", "alternateServers[0]")));
        assertThat(less).contains("value=\"sub.corp.example\"").doesNotContain("192.0.2.53");
        page(form().param("alternateServers[0].domain", "sub.corp.example")
                .param("alternateServers[0].address", "2001:db8::53"));
        assertThat(working.policy().dns().alternateServers())
                .containsExactly(alternate("sub.corp.example", "2001:db8::53", 53));

        assertThat(text(page(form().param("addRow", "alternateServers"))))
                .contains("name=\"alternateServers[0].domain\"")
                .doesNotContain("name=\"servers[0].address\"");
        page(form());
        assertThat(working.policy().dns().alternateServers()).isEmpty();
    }

    @Test
    void alternate_servers_of_a_policy_file_stay_when_other_fields_are_edited() throws Exception {
        Policy file = PolicyFile.readUnchecked("dns: { useRootServers: true, alternateServers: ["
                + " { domain: corp.example, address: 192.0.2.53, port: 54 },"
                + " { domain: a.example, address: '2001:db8::1' } ] }");
        working.submitDns(file.dns(), working.section("dns").version(), "other");

        MockHttpServletRequestBuilder sent = form();
        Matcher input = Pattern.compile("name=\"(alternateServers[^\"]+)\" value=\"([^\"]*)\"")
                .matcher(text(page(get(DNS))));
        while (input.find()) {
            sent.param(input.group(1), input.group(2));
        }
        assertThat(page(sent.param("timeout", "7")).getRedirectedUrl()).isEqualTo(DNS);

        DnsSettings edited = working.policy().dns();
        assertThat(edited.timeout()).hasSeconds(7);
        assertThat(edited.alternateServers())
                .isEqualTo(file.dns().alternateServers())
                .hasSize(2);
        assertThat(PolicyFile.readUnchecked(PolicyDocument.yaml(working.policy()))
                        .dns())
                .isEqualTo(edited);
    }

    @Test
    void none_listed_is_said_only_where_nothing_is() throws Exception {
        assertThat(text(page(get(DNS)))).contains("None listed: the system");
        assertThat(text(page(form().param("servers[0].address", "192.0.2.1").param("addRow", "servers"))))
                .doesNotContain("None listed")
                .doesNotContain("No server in this list")
                .contains("DANE needs servers that pass DNSSEC records.");
        assertThat(text(page(
                        form().param("secondaryServers[0].address", "192.0.2.1").param("addRow", "secondaryServers"))))
                .doesNotContain("None listed")
                .contains("No server in this list: the system");
        assertThat(text(page(form().param("alternateServers[0].domain", "corp.example")
                        .param("addRow", "alternateServers"))))
                .doesNotContain("None listed")
                .contains("No server in this list: the system");
        assertThat(text(page(form().param("useRootServers", "true").param("addRow", "servers"))))
                .doesNotContain("None listed")
                .doesNotContain("No server in this list")
                .contains("Kept, but not asked while the root servers are used.");
    }

    @Test
    void a_fault_of_what_the_form_does_not_show_stands_above_it() throws Exception {
        DnsForm form = DnsForm.of(DnsSettings.defaults(), 0);
        BeanPropertyBindingResult faults = new BeanPropertyBindingResult(form, "form");
        FormFaults.add(
                faults, List.of(Fault.error("searchDomains[1].name", Wording.of("policy.entry.twice", "a.example"))));

        assertThat(faults.getGlobalErrors()).hasSize(1);
        assertThat(faults.getFieldErrors()).isEmpty();
    }

    @Test
    void changes_are_listed_with_their_authors_deleted_ones_too() throws Exception {
        DomainPattern gone = DomainPattern.parse("gone.example");
        edits.submit(null, 0, DestinationEntry.of(gone), "first");
        working.commit("", "first");
        DestinationEdits.Stored row = edits.all().getFirst();
        edits.delete(Map.of(row.id(), row.version()), "remover");

        assertThat(text(page(get("/commit"))))
                .contains("Destination gone.example")
                .contains("remover");
        working.commit("", "first");
    }

    @Test
    void abandoning_asks_again_when_other_changes_came_meanwhile() throws Exception {
        submitDns("other", true);
        String shown = text(page(get("/commit/abandon")));
        assertThat(shown.indexOf("btn-danger"))
                .as("the button stands above the list")
                .isBetween(0, shown.indexOf("<li><strong>"));
        String seen = seen(shown);
        edits.submit(null, 0, DestinationEntry.of(DomainPattern.parse("late.example")), "late");

        MockHttpServletResponse again = page(post("/commit/abandon").param("seen", seen));
        assertThat(again.getStatus()).isEqualTo(409);
        assertThat(text(again)).contains("Nothing was abandoned").contains("Destination late.example");
        assertThat(page(post("/commit/abandon")).getStatus()).isEqualTo(409);
        assertThat(working.pending()).isEqualTo(2);

        assertThat(page(post("/commit/abandon").param("seen", seen(text(again))))
                        .getRedirectedUrl())
                .isEqualTo("/commit");
        assertThat(working.pending()).isZero();
    }

    @Test
    void committing_nothing_is_told() throws Exception {
        int before = working.revisions().size();
        MvcResult result = mvc.perform(post("/commit").principal(() -> "admin")).andReturn();

        assertThat(result.getFlashMap().get("problem")).isEqualTo("There was nothing to commit.");
        assertThat(working.revisions()).hasSize(before);
    }

    private static DnsSettings.AlternateServer alternate(String domain, String address, int port) {
        return new DnsSettings.AlternateServer(DomainName.parse(domain), address, port);
    }

    private static String seen(String html) {
        Matcher seen = SEEN.matcher(html);
        assertThat(seen.find()).isTrue();
        return seen.group(1);
    }

    private void submitDns(String user, boolean useRootServers, DnsSettings.Server... servers) {
        working.submitDns(
                new DnsSettings(List.of(servers), List.of(), List.of(), useRootServers, null, null),
                working.section("dns").version(),
                user);
    }

    private MockHttpServletRequestBuilder form() {
        return post(DNS).param("version", String.valueOf(working.section("dns").version()));
    }

    private MockHttpServletResponse page(MockHttpServletRequestBuilder request) throws Exception {
        Frame.User user = new Frame.User("admin", "Administrator", true);
        Frame frame = new Frame(List.of(), 0, "mail.example", "1", "dark", user, List.of());
        return mvc.perform(request.principal(() -> "admin").flashAttr("console", frame))
                .andReturn()
                .getResponse();
    }

    private static String text(MockHttpServletResponse response) throws Exception {
        return response.getContentAsString();
    }

    private static ThymeleafViewResolver views(MessageSource texts) {
        ClassLoaderTemplateResolver templates = new ClassLoaderTemplateResolver();
        templates.setPrefix("templates/");
        templates.setSuffix(".html");
        SpringTemplateEngine engine = new SpringTemplateEngine();
        engine.setTemplateResolver(templates);
        engine.setTemplateEngineMessageSource(texts);
        ThymeleafViewResolver views = new ThymeleafViewResolver();
        views.setTemplateEngine(engine);
        views.setCharacterEncoding("UTF-8");
        return views;
    }
}
