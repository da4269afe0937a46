package org.danegate.network.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.io.IOException;
import java.nio.file.Path;
import java.security.Principal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.danegate.console.Frame;
import org.danegate.console.TestTexts;
import org.danegate.console.Texts;
import org.danegate.dns.QueryLog;
import org.danegate.dns.RootHints;
import org.danegate.dns.ValidatingLookup;
import org.danegate.dns.anchor.AutomaticAnchors;
import org.danegate.dns.anchor.RootKey;
import org.danegate.dns.status.ResolverStatus;
import org.danegate.event.DeliveryEvent;
import org.danegate.network.DnsOverview;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.DnsSettings.Server;
import org.danegate.policy.Policy;
import org.danegate.practice.PracticeDns;
import org.danegate.practice.PracticeTree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/// The page with its real template, over resolvers of the practice tree.
@Timeout(30)
class DnsStatusPageTest {

    private static final Principal ADMIN = () -> "admin";

    private final PracticeTree tree = new PracticeTree();
    private final AtomicReference<Policy> policy = new AtomicReference<>();
    private final List<DeliveryEvent> events = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    private Path anchor;
    private PracticeDns good;
    private PracticeDns poor;
    private ResolverStatus resolvers;
    private MockMvc mvc;

    @BeforeEach
    void start() throws Exception {
        good = PracticeDns.start(tree);
        poor = PracticeDns.start(tree);
        poor.faults().stripSignatures(true);
        tree.zone("good.practice").mx(10, "mx.good.practice");
        anchor = folder.resolve("anchor");
        tree.writeTrustAnchor(anchor);
        settings(anchor, server(poor, 0), server(good, 1));
        InstantSource clock = InstantSource.system();
        AutomaticAnchors anchors = AutomaticAnchors.open(folder.resolve("root-anchors"), RootKey.IANA, clock);
        ValidatingLookup lookup = new ValidatingLookup(
                () -> policy.get().dns(), anchors::zoneText, RootHints.iana(), clock, QueryLog.NONE);
        resolvers = new ResolverStatus(() -> policy.get().dns(), anchors::zoneText, clock);
        DnsOverview overview = new DnsOverview(committed(), lookup, resolvers, anchors, events::add, clock);
        mvc = MockMvcBuilders.standaloneSetup(
                        new DnsStatusPage(overview, new Texts(TestTexts.bundles())), new DnsStatusApi(overview))
                .setViewResolvers(views())
                .build();
    }

    @AfterEach
    void stop() throws Exception {
        good.close();
        poor.close();
    }

    private CommittedPolicy committed() {
        return new CommittedPolicy() {
            @Override
            public Revision current() {
                return new Revision(1, policy.get());
            }

            @Override
            public void onCommit(java.util.function.Consumer<Revision> reader) {}
        };
    }

    private static Server server(PracticeDns dns, int priority) {
        return new Server("127.0.0.1", dns.address().getPort(), priority);
    }

    private void settings(Path file, Server... servers) {
        set(new DnsSettings(List.of(servers), List.of(), List.of(), false, Duration.ofSeconds(3), file));
    }

    private void set(DnsSettings dns) {
        Policy p = Policy.defaults();
        policy.set(new Policy(
                dns,
                p.destinationControls(),
                p.smtpRoutes(),
                p.bounceProfiles(),
                p.listeners(),
                p.mailFlowPolicies(),
                p.recipientAccess(),
                p.logSubscriptions()));
    }

    private static ThymeleafViewResolver views() throws IOException {
        ClassLoaderTemplateResolver templates = new ClassLoaderTemplateResolver();
        templates.setPrefix("templates/");
        templates.setSuffix(".html");
        SpringTemplateEngine engine = new SpringTemplateEngine();
        engine.setTemplateResolver(templates);
        engine.setTemplateEngineMessageSource(TestTexts.bundles());
        ThymeleafViewResolver views = new ThymeleafViewResolver();
        views.setTemplateEngine(engine);
        views.setCharacterEncoding("UTF-8");
        return views;
    }

    private String page(MockHttpServletRequestBuilder request, boolean administrator) throws Exception {
        Frame.User user = new Frame.User("admin", "Administrator", administrator);
        Frame frame = new Frame(List.of(), 0, "mail.example", "1", "dark", user, List.of("A notice <of> a room"));
        return mvc.perform(request.flashAttr("console", frame))
                .andReturn()
                .getResponse()
                .getContentAsString();
    }

    @Test
    void the_page_shows_servers_with_their_ability_and_the_advice() throws Exception {
        resolvers.check();
        String html = page(get("/network/dns-status"), true);
        assertThat(html)
                .contains("127.0.0.1:" + good.address().getPort())
                .contains("Not capable")
                .contains("not returned")
                .contains("NSEC returned")
                .contains("does not support DNSSEC and has a higher priority (lower numeric value) than")
                .contains("it is not updated automatically")
                .contains("value=\"ietf.org\"")
                .contains("A notice &lt;of&gt; a room");
    }

    @Test
    void before_the_first_probe_the_page_says_so() throws Exception {
        assertThat(page(get("/network/dns-status"), true)).contains("The first probe is still running");
    }

    @Test
    void the_built_in_anchors_are_shown_with_tag_and_state() throws Exception {
        settings(null, server(good, 0));
        assertThat(page(get("/network/dns-status"), true))
                .contains("20326")
                .contains("38696")
                .contains("Valid")
                .contains("RFC 5011")
                .contains("Next refresh");
    }

    @Test
    void testing_shows_the_verdict_through_each_server() throws Exception {
        String html = page(post("/network/dns-status/test").param("domain", " good.practice "), true);
        assertThat(html).contains("SECURE").contains("BOGUS").contains("through each server separately");
        assertThat(page(post("/network/dns-status/test").param("domain", "not a domain"), true))
                .contains("Enter a domain name known to be signed");
    }

    @Test
    void an_operator_who_may_only_read_sees_no_buttons() throws Exception {
        assertThat(page(get("/network/dns-status"), false))
                .contains("DNS Status")
                .doesNotContain("Clear DNS Cache")
                .doesNotContain("<button class=\"btn btn-primary\">Test Resolvers");
    }

    @Test
    void clearing_the_cache_asks_the_servers_anew_and_is_told_to_the_log() throws Exception {
        var result = mvc.perform(post("/network/dns-status/clear-cache").principal(ADMIN))
                .andReturn();
        assertThat(result.getResponse().getRedirectedUrl()).isEqualTo("/network/dns-status");
        assertThat(result.getFlashMap().get("message")).isNotNull();
        assertThat(events)
                .singleElement()
                .satisfies(e -> assertThat(((DeliveryEvent.AdministratorActed) e).action())
                        .isEqualTo("cleared the DNS cache"));
    }

    @Test
    void root_servers_mode_names_the_servers_of_the_root() throws Exception {
        set(new DnsSettings(List.of(), List.of(), List.of(), true, null, null));
        resolvers.check();
        assertThat(page(get("/network/dns-status"), true))
                .contains("root DNS servers are used")
                .contains("198.41.0.4")
                .contains("Not asked yet");
    }

    @Test
    void scripts_get_the_same_as_json() throws Exception {
        resolvers.check();
        String json =
                mvc.perform(get("/api/v1/dns/status")).andReturn().getResponse().getContentAsString();
        assertThat(json)
                .contains("\"useRootServers\":false")
                .contains("\"dnssec\":false")
                .contains("\"dnssec\":true")
                .contains("\"kind\":\"PRIORITY\"")
                .contains("\"automatic\":false");
    }
}
