package org.danegate.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.danegate.Danegate;
import org.danegate.OwnPolicy;
import org.danegate.address.MailAddress;
import org.danegate.config.DestinationEdits;
import org.danegate.config.WorkingPolicy;
import org.danegate.event.DeliveryEvent;
import org.danegate.monitor.DeliveryStatus;
import org.danegate.monitor.DestinationCounters;
import org.danegate.policy.AddressPattern;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.Policy;
import org.danegate.policy.SmtpRoute;
import org.danegate.policy.TlsRule;
import org.danegate.policy.TlsSupport;
import org.danegate.practice.PracticeNetwork;
import org.danegate.practice.PracticeStory;
import org.danegate.practice.ReceiverBehaviour;
import org.danegate.queue.Envelope;
import org.danegate.queue.MessageQueue;
import org.danegate.queue.NewMessage;
import org.danegate.rehearsal.Outlook.Fate;
import org.danegate.wording.Wording;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;

/// A dry run says what would become of mail, by real signed DNS and real handshakes of the practice network.
@SpringBootTest(
        classes = Danegate.class,
        properties = "danegate.admin-password=correct horse battery",
        webEnvironment = SpringBootTest.WebEnvironment.MOCK)
@AutoConfigureMockMvc
@DirtiesContext
class DryRunTest {

    /// What these do is only seen when mail is sent.
    private static final Set<String> BY_MAIL_ALONE =
            Set.of("later.practice", "refuses.practice", "hangs-up.practice", "answers-twice.practice");

    @TempDir
    static Path folder;

    private static PracticeNetwork network;

    @Autowired
    private DryRuns runs;

    @Autowired
    private WorkingPolicy working;

    @Autowired
    private DestinationEdits edits;

    @Autowired
    private MessageQueue queue;

    @Autowired
    private DestinationCounters counters;

    @Autowired
    private DeliveryStatus status;

    @Autowired
    private MockMvc mvc;

    @DynamicPropertySource
    static void practice(DynamicPropertyRegistry properties) throws IOException {
        network = PracticeNetwork.start();
        network.receiver("mx.drips.practice")
                .orElseThrow()
                .behave(ReceiverBehaviour.good().drip(Duration.ofMillis(20), 30));
        Path anchor = folder.resolve("root.anchor");
        network.writeTrustAnchor(anchor);
        OwnPolicy.in(folder, """
                dns:
                  servers: [ { address: 127.0.0.1, port: %d, priority: 0 } ]
                  timeout: 2s
                  trustAnchorFile: "%s"
                listeners: [ { name: In, address: 127.0.0.1, port: 0, senderGroups: [] } ]
                """.formatted(network.resolver().getPort(), anchor), properties);
        properties.add("danegate.delivery.port", network::deliveryPort);
    }

    @AfterAll
    static void stop() throws Exception {
        network.close();
    }

    @BeforeEach
    void fresh() {
        working.abandon(null, "test");
    }

    @Test
    void each_touched_destination_is_looked_up_under_both_policies() {
        mandatory("ok.practice");
        mandatory("no-tlsa.practice");
        mandatory("expired.practice");
        mandatory("wrong-certificate.practice");

        DryRun run = runs.run(false, "admin").orElseThrow();

        assertThat(fates(run, DryRun.Line::now))
                .containsEntry("ok.practice", Fate.TLS_SUPPORT)
                .containsEntry("no-tlsa.practice", Fate.TLS_SUPPORT);
        assertThat(fates(run, DryRun.Line::after))
                .as("nobody has looked at a certificate")
                .containsEntry("ok.practice", Fate.UNCHECKED)
                .containsEntry("no-tlsa.practice", Fate.WAITS)
                .containsEntry("expired.practice", Fate.WAITS)
                .containsEntry("wrong-certificate.practice", Fate.UNCHECKED);
        assertThat(run.differing()).isEqualTo(2);
        assertThat(run.unchecked()).isEqualTo(2);
        assertThat(run.unknown()).isZero();
        assertThat(runs.current(run)).isTrue();

        mandatory("late.practice");
        assertThat(runs.current(run)).as("the copy has changed since").isFalse();
    }

    @Test
    void the_probe_sees_the_certificate_that_does_not_match() {
        mandatory("ok.practice");
        mandatory("wrong-certificate.practice");

        DryRun run = runs.run(true, "admin").orElseThrow();

        assertThat(fates(run, DryRun.Line::after))
                .containsEntry("ok.practice", Fate.DANE)
                .containsEntry("wrong-certificate.practice", Fate.WAITS);
        assertThat(run.worse()).isEqualTo(1);
    }

    @Test
    void mail_that_waits_for_a_wrong_certificate_is_not_shown_green_and_a_match_of_the_past_proves_nothing()
            throws Exception {
        network.tree().zone("delivered.practice").mx(10, "mx.ok.practice");
        mandatory("wrong-name.practice");
        mandatory("delivered.practice");
        working.commit("", "test");
        accept("a@wrong-name.practice", "b@wrong-name.practice");
        accept("a@delivered.practice");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Stream.of("wrong-name.practice", "delivered.practice")
                        .allMatch(d -> counters.find(d)
                                .filter(c -> !c.attempts().isEmpty())
                                .isPresent()));
        network.tree().zone("untried.practice").mx(10, "mx.ok.practice");
        mandatory("untried.practice");
        DnsSettings dns = working.policy().dns();
        working.submitDns(
                new DnsSettings(
                        dns.servers(), List.of(), List.of(), false, Duration.ofSeconds(3), dns.trustAnchorFile()),
                working.section("dns").version(),
                "admin");

        DryRun run = runs.run(false, "admin").orElseThrow();

        assertThat(run.lines()).anySatisfy(line -> {
            assertThat(line.domain()).isEqualTo("wrong-name.practice");
            for (Outlook outlook : List.of(line.now(), line.after())) {
                assertThat(outlook.fate()).isEqualTo(Fate.WAITS);
                assertThat(outlook.basis()).isEqualTo(Outlook.Basis.ATTEMPT);
                assertThat(outlook.attempt()).isNotNull();
                assertThat(outlook.reason()).contains("match none of");
            }
            assertThat(line.waiting()).isEqualTo(2);
        });
        assertThat(run.lines()).anySatisfy(line -> {
            assertThat(line.domain()).isEqualTo("delivered.practice");
            assertThat(line.after().fate()).as("not seen in this run").isEqualTo(Fate.UNCHECKED);
            assertThat(line.after().basis()).isEqualTo(Outlook.Basis.ATTEMPT);
            assertThat(line.after().attempt()).isNotNull();
            assertThat(line.after().reason()).contains("certificate not checked");
        });
        assertThat(fates(run, DryRun.Line::after)).containsEntry("untried.practice", Fate.UNCHECKED);
        assertThat(page())
                .contains("Visto en el último intento de entrega, ")
                .contains("2 destinatarios esperan por este motivo.")
                .contains("Certificado sin comprobar")
                .contains("Coincidió en el último intento de entrega, ")
                .doesNotContain("Se entrega con DANE")
                .contains("que no se ha examinado: repita el ensayo con certificados.")
                .doesNotContain("Ningún destino pierde su entrega");
        forgetEntries();
        status.retryAll("test");
        await().atMost(Duration.ofSeconds(20)).until(() -> !queue.backlogs().containsKey("wrong-name.practice"));
    }

    @Test
    void tls_that_is_required_was_not_tried_either() {
        edits.submit(
                null,
                0,
                DestinationEntry.of(DomainPattern.parse("no-tlsa.practice"), TlsSupport.REQUIRED, DaneSupport.NONE),
                "admin");
        edits.submit(
                null,
                0,
                DestinationEntry.of(
                        DomainPattern.parse("unsigned.practice"), TlsSupport.REQUIRED_VERIFY, DaneSupport.NONE),
                "admin");

        assertThat(fates(runs.run(false, "admin").orElseThrow(), DryRun.Line::after))
                .containsEntry("no-tlsa.practice", Fate.UNCHECKED)
                .containsEntry("unsigned.practice", Fate.UNCHECKED);
        assertThat(fates(runs.run(true, "admin").orElseThrow(), DryRun.Line::after))
                .containsEntry("no-tlsa.practice", Fate.TLS_SUPPORT)
                .containsEntry("unsigned.practice", Fate.WAITS);
    }

    @Test
    @Tag("T-05")
    void mail_of_a_sender_is_rehearsed_with_the_row_of_tls_by_sender() {
        TlsRule legal = new TlsRule(
                "Legal",
                AddressPattern.parse("legal@corp.example"),
                AddressPattern.parse("@no-tlsa.practice"),
                TlsRule.Least.DANE_MANDATORY);
        working.submit(working.policy().withTlsBySender(List.of(legal)), null, "admin");
        edits.submit(
                null,
                0,
                DestinationEntry.of(DomainPattern.parse("no-tlsa.practice"), TlsSupport.PREFERRED, DaneSupport.NONE),
                "admin");

        assertThat(runs.run(false, "admin").orElseThrow().lines()).isEmpty();
        DryRun run = runs.run(false, "legal@corp.example", "admin").orElseThrow();
        assertThat(run.sender()).isEqualTo("legal@corp.example");
        assertThat(fates(run, DryRun.Line::after)).containsEntry("no-tlsa.practice", Fate.WAITS);
        assertThat(fates(run, DryRun.Line::now)).containsEntry("no-tlsa.practice", Fate.TLS_SUPPORT);
    }

    @Test
    void a_route_to_a_relay_makes_mail_wait_under_dane_and_says_why() {
        mandatory("ok.practice");
        Policy p = working.policy();
        SmtpRoute route =
                new SmtpRoute(DomainPattern.parse("ok.practice"), List.of(new SmtpRoute.Host.Relay("127.0.0.1", 9, 0)));
        working.submit(
                new Policy(
                        p.dns(),
                        p.destinationControls(),
                        List.of(route),
                        p.bounceProfiles(),
                        p.listeners(),
                        p.mailFlowPolicies(),
                        p.recipientAccess(),
                        p.logSubscriptions(),
                        p.virtualGateways(),
                        p.alerts(),
                        p.tlsBySender(),
                        p.dkim(),
                        p.tlsReports()),
                null,
                "admin");

        DryRun.Line line = runs.run(false, "admin").orElseThrow().lines().getFirst();

        assertThat(line.after().fate()).isEqualTo(Fate.WAITS);
        assertThat(line.after().reason()).contains("SMTP route");
    }

    /// A run looks at fifty destinations at most, so each takes every other story.
    @ParameterizedTest
    @CsvSource({"MANDATORY, 0", "MANDATORY, 1", "OPPORTUNISTIC, 0", "OPPORTUNISTIC, 1"})
    void the_probe_says_of_every_practice_domain_what_delivery_does(DaneSupport support, int half) {
        Map<String, Fate> expected = new TreeMap<>();
        for (int i = half; i < network.stories().size(); i += 2) {
            PracticeStory story = network.stories().get(i);
            if (!BY_MAIL_ALONE.contains(story.domain())) {
                submit(story.domain(), support);
                expected.put(
                        story.domain(),
                        fate(support == DaneSupport.MANDATORY ? story.mandatory() : story.opportunistic()));
            }
        }

        DryRun run = runs.run(true, "admin").orElseThrow();

        assertThat(fates(run, DryRun.Line::after)).containsAllEntriesOf(expected);
        assertThat(expected).hasSizeLessThanOrEqualTo(DryRuns.MOST);
        assertThat(run.unknown()).isZero();
        assertThat(run.lines().stream()
                        .flatMap(line -> Stream.of(line.now(), line.after()))
                        .flatMap(outlook -> untranslated(outlook.why())))
                .isEmpty();
    }

    /// What stays English on a page in another language.
    private static Stream<String> untranslated(Wording why) {
        return why.code().equals("rehearsal.said.other")
                ? Stream.of(why.english())
                : why.arguments().stream()
                        .filter(Wording.class::isInstance)
                        .flatMap(inner -> untranslated((Wording) inner));
    }

    @Test
    void the_page_says_the_reasons_in_its_readers_language_and_scripts_get_them_in_english() throws Exception {
        submit("no-tlsa.practice", DaneSupport.MANDATORY);
        DryRun run = runs.run(false, "admin").orElseThrow();
        String owner = "_" + network.deliveryPort() + "._tcp.mx.no-tlsa.practice";
        assertThat(run.lines().getFirst().after().reason())
                .isEqualTo("mx.no-tlsa.practice: no TLSA record found for " + owner);
        assertThat(page())
                .contains("mx.no-tlsa.practice: no se encontró ningún registro TLSA en " + owner)
                .doesNotContain("no TLSA record found");
        mvc.perform(post("/api/v1/policy/dry-run").with(user("op").roles("OPERATOR")))
                .andExpect(jsonPath("$.destinations[0].after.reason")
                        .value("mx.no-tlsa.practice: no TLSA record found for " + owner))
                .andExpect(jsonPath("$.destinations[0].after.length()").value(6));
    }

    @Test
    void after_a_certificate_that_does_not_match_the_next_host_counts_as_in_delivery() {
        network.tree()
                .zone("mixed.practice")
                .mx(5, "mx.wrong-certificate.practice")
                .mx(10, "mx.no-tlsa.practice");

        submit("mixed.practice", DaneSupport.OPPORTUNISTIC);
        assertThat(fates(runs.run(true, "admin").orElseThrow(), DryRun.Line::after))
                .containsEntry("mixed.practice", Fate.FALLBACK);

        working.abandon(null, "test");
        submit("mixed.practice", DaneSupport.MANDATORY);
        assertThat(fates(runs.run(true, "admin").orElseThrow(), DryRun.Line::after))
                .containsEntry("mixed.practice", Fate.WAITS);
    }

    @Test
    void records_of_which_none_is_usable_mean_tls_without_a_check_of_the_certificate() {
        submit("unusable.practice", DaneSupport.OPPORTUNISTIC);

        assertThat(fates(runs.run(false, "admin").orElseThrow(), DryRun.Line::after))
                .containsEntry("unusable.practice", Fate.UNCHECKED);
        assertThat(fates(runs.run(true, "admin").orElseThrow(), DryRun.Line::after))
                .containsEntry("unusable.practice", Fate.ENCRYPTED);
    }

    @Test
    void other_resolvers_are_asked_themselves_and_waiting_mail_is_counted() throws Exception {
        accept("b@dead.practice", "c@dead.practice");
        accept("d@dead.practice");
        otherResolvers();

        DryRun run = runs.run(false, "admin").orElseThrow();

        assertThat(run.lines()).anySatisfy(line -> {
            assertThat(line.domain()).isEqualTo("dead.practice");
            assertThat(line.waiting()).isEqualTo(3);
            assertThat(line.messages()).isEqualTo(2);
            assertThat(line.now().fate()).isEqualTo(Fate.TLS_SUPPORT);
            assertThat(line.after().fate()).isEqualTo(Fate.WAITS);
        });
        assertThat(run.waiting()).isEqualTo(3);
        assertThat(run.messages()).isEqualTo(2);
    }

    @Test
    void where_resolvers_change_named_destinations_and_those_with_recent_mail_are_looked_at_too() {
        submit("ok.practice", DaneSupport.MANDATORY);
        network.tree().zone("lately.practice").mx(10, "mx.ok.practice");
        counters.on(new DeliveryEvent.ConnectionClosed(Instant.now(), 1, "lately.practice"));
        counters.on(new DeliveryEvent.ConnectionClosed(
                Instant.now().minus(KnownMail.RECENT).minusSeconds(60), 2, "long-ago.practice"));
        for (int i = 0; i < DryRuns.MOST; i++) {
            submit("named-" + i + ".practice", DaneSupport.MANDATORY);
        }
        otherResolvers();

        DryRun run = runs.run(false, "admin").orElseThrow();

        assertThat(run.lines()).hasSize(DryRuns.MOST);
        assertThat(run.lines()).extracting(DryRun.Line::domain).contains("lately.practice", "named-0.practice");
        assertThat(run.lines()).extracting(DryRun.Line::domain).doesNotContain("long-ago.practice");
        assertThat(run.leftOut()).isPositive();

        working.abandon(null, "test");
        submit("ok.practice", DaneSupport.MANDATORY);
        working.commit("", "test");
        otherResolvers();
        assertThat(runs.run(false, "admin").orElseThrow().lines())
                .as("an entry that did not change itself")
                .extracting(DryRun.Line::domain)
                .contains("ok.practice");
        forgetEntries();
    }

    @Test
    void the_summary_is_grammatical_for_one_and_for_many() throws Exception {
        mandatory("ok.practice");
        runs.run(true, "admin");
        assertThat(page())
                .contains("Se ha examinado 1 destino: 1 recibiría otro trato.")
                .contains("Ningún destino pierde su entrega.");

        mandatory("no-tlsa.practice");
        mandatory("unsigned.practice");
        runs.run(true, "admin");
        assertThat(page())
                .contains("Se han examinado 3 destinos: 3 recibirían otro trato.")
                .contains("El correo de 2 destinos que ahora se entrega esperaría, rebotaría o se descartaría.");
    }

    @Test
    void a_run_starts_in_the_background_when_the_page_of_changes_opens_and_its_result_appears() throws Exception {
        mandatory("ok.practice");
        mandatory("expired.practice");

        // With every answer in the cache, the run may be over before the page is made.
        assertThat(start()).containsAnyOf("data-again", "Se han examinado 2 destinos");
        await().atMost(DryRuns.TIME_LIMIT).until(() -> !runs.running());

        DryRun run = runs.last().orElseThrow();
        assertThat(run.probed()).isFalse();
        assertThat(fates(run, DryRun.Line::after))
                .containsOnlyKeys("ok.practice", "expired.practice")
                .containsEntry("ok.practice", Fate.UNCHECKED);
        assertThat(part())
                .contains("Se han examinado 2 destinos", "Certificado sin comprobar")
                .doesNotContain("data-again");
        start();
        assertThat(runs.last()).as("the result still holds").containsSame(run);

        mandatory("late.practice");
        assertThat(part()).as("of other changes").doesNotContain("Se han examinado");
        start();
        await().atMost(DryRuns.TIME_LIMIT)
                .until(() -> !runs.running() && runs.last().orElseThrow() != run);
        assertThat(runs.last().orElseThrow().lines()).hasSize(3);
    }

    @Test
    void a_change_during_a_run_that_started_by_itself_is_rehearsed_too() throws Exception {
        mandatory("expired.practice");
        start();
        mandatory("no-tlsa.practice");
        start();
        await().atMost(DryRuns.TIME_LIMIT).until(() -> !runs.running());

        assertThat(part()).contains("Se han examinado 2 destinos");
    }

    @Test
    void a_result_with_certificates_is_not_replaced_by_a_run_that_nobody_asked_for() throws Exception {
        mandatory("ok.practice");
        DryRun probed = runs.run(true, "admin").orElseThrow();

        start();
        await().atMost(DryRuns.TIME_LIMIT).until(() -> !runs.running());

        assertThat(runs.last()).containsSame(probed);
        assertThat(part()).contains("Se entrega con DANE");
    }

    @Test
    void who_asks_for_a_run_with_certificates_waits_for_the_one_that_started_by_itself() throws Exception {
        mandatory("ok.practice");
        start();

        DryRun run = runs.run(true, "admin").orElseThrow();

        assertThat(fates(run, DryRun.Line::after)).containsEntry("ok.practice", Fate.DANE);
        await().atMost(DryRuns.TIME_LIMIT).until(() -> !runs.running());
    }

    private String start() throws Exception {
        return mvc.perform(post("/commit/dry-run/start")
                        .locale(Locale.of("es"))
                        .with(csrf())
                        .with(user("op").roles("OPERATOR")))
                .andReturn()
                .getResponse()
                .getContentAsString(StandardCharsets.UTF_8);
    }

    private String part() throws Exception {
        return html("/commit/dry-run/part");
    }

    private void forgetEntries() {
        working.abandon(null, "test");
        edits.delete(
                edits.all().stream()
                        .collect(Collectors.toMap(DestinationEdits.Stored::id, DestinationEdits.Stored::version)),
                "test");
        working.commit("", "test");
    }

    private String page() throws Exception {
        return html("/commit/dry-run");
    }

    private String html(String address) throws Exception {
        return mvc.perform(get(address).locale(Locale.of("es")).with(user("op").roles("OPERATOR")))
                .andReturn()
                .getResponse()
                .getContentAsString(StandardCharsets.UTF_8);
    }

    private static Fate fate(PracticeStory.Ending ending) {
        return switch (ending) {
            case DANE_SUCCESS -> Fate.DANE;
            case DANE_FAIL, SOFT_BOUNCE -> Fate.WAITS;
            case FALLBACK_TLS -> Fate.FALLBACK;
            case ENCRYPTED -> Fate.ENCRYPTED;
            case HARD_BOUNCE -> Fate.BOUNCES;
        };
    }

    private void accept(String... recipients) throws IOException {
        queue.accept(new NewMessage(
                queue.nextMid(),
                new Envelope("a@ok.practice", true, false, false, "", "", "In"),
                Stream.of(recipients)
                        .map(r -> new NewMessage.Recipient(MailAddress.parse(r), "", ""))
                        .toList(),
                "Subject: x\r\n\r\nx\r\n".getBytes(StandardCharsets.US_ASCII),
                Instant.now()));
    }

    private void otherResolvers() {
        DnsSettings now = working.policy().dns();
        working.submitDns(
                new DnsSettings(
                        List.of(new DnsSettings.Server("127.0.0.1", 9, 0)),
                        List.of(),
                        List.of(),
                        false,
                        Duration.ofSeconds(1),
                        now.trustAnchorFile()),
                working.section("dns").version(),
                "admin");
    }

    private static Map<String, Fate> fates(DryRun run, Function<DryRun.Line, Outlook> which) {
        return run.lines().stream()
                .collect(Collectors.toMap(
                        DryRun.Line::domain, line -> which.apply(line).fate()));
    }

    private void mandatory(String domain) {
        submit(domain, DaneSupport.MANDATORY);
    }

    private void submit(String domain, DaneSupport support) {
        edits.submit(null, 0, DestinationEntry.of(DomainPattern.parse(domain), TlsSupport.REQUIRED, support), "admin");
    }
}
