package org.danegate.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.danegate.Danegate;
import org.danegate.address.MailAddress;
import org.danegate.config.WorkingPolicy;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.Policy;
import org.danegate.policy.SmtpRoute;
import org.danegate.policy.TlsSupport;
import org.danegate.practice.PracticeNetwork;
import org.danegate.queue.Envelope;
import org.danegate.queue.MessageQueue;
import org.danegate.queue.NewMessage;
import org.danegate.rehearsal.Outlook.Fate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// A dry run says what would become of mail, by real signed DNS and real handshakes of the practice network.
@SpringBootTest(
        classes = Danegate.class,
        properties = "danegate.admin-password=correct horse battery",
        webEnvironment = SpringBootTest.WebEnvironment.MOCK)
@DirtiesContext
class DryRunTest {

    @TempDir
    static Path folder;

    private static PracticeNetwork network;

    @Autowired
    private DryRuns runs;

    @Autowired
    private WorkingPolicy working;

    @Autowired
    private MessageQueue queue;

    @DynamicPropertySource
    static void practice(DynamicPropertyRegistry properties) throws IOException {
        network = PracticeNetwork.start();
        Path anchor = folder.resolve("root.anchor");
        network.writeTrustAnchor(anchor);
        Path policy = Files.writeString(
                folder.resolve("policy.yml"), """
                dns:
                  servers: [ { address: 127.0.0.1, port: %d, priority: 0 } ]
                  timeout: 2s
                  trustAnchorFile: "%s"
                listeners: [ { name: In, address: 127.0.0.1, port: 0, senderGroups: [] } ]
                """.formatted(network.resolver().getPort(), anchor));
        properties.add("danegate.data-dir", () -> folder.resolve("data").toString());
        properties.add("danegate.policy-file", policy::toString);
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
                .containsEntry("ok.practice", Fate.DANE)
                .containsEntry("no-tlsa.practice", Fate.WAITS)
                .containsEntry("expired.practice", Fate.WAITS)
                .containsEntry("wrong-certificate.practice", Fate.DANE);
        assertThat(run.differing()).isGreaterThanOrEqualTo(3);
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
                        p.alerts()),
                null,
                "admin");

        DryRun.Line line = runs.run(false, "admin").orElseThrow().lines().getFirst();

        assertThat(line.after().fate()).isEqualTo(Fate.WAITS);
        assertThat(line.after().reason()).contains("SMTP route");
    }

    @Test
    void other_resolvers_are_asked_themselves_and_waiting_mail_is_counted() throws Exception {
        queue.accept(new NewMessage(
                queue.nextMid(),
                new Envelope("a@ok.practice", true, false, false, "", "", "In"),
                List.of(new NewMessage.Recipient(MailAddress.parse("b@dead.practice"), "", "")),
                "Subject: x\r\n\r\nx\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                Instant.now()));
        DnsSettings now = working.policy().dns();
        working.submitDns(
                new DnsSettings(
                        List.of(new DnsSettings.Server("127.0.0.1", 9, 0)),
                        List.of(),
                        List.of(),
                        false,
                        java.time.Duration.ofSeconds(1),
                        now.trustAnchorFile()),
                working.section("dns").version(),
                "admin");

        DryRun run = runs.run(false, "admin").orElseThrow();

        assertThat(run.lines()).anySatisfy(line -> {
            assertThat(line.domain()).isEqualTo("dead.practice");
            assertThat(line.waiting()).isEqualTo(1);
            assertThat(line.now().fate()).isEqualTo(Fate.TLS_SUPPORT);
            assertThat(line.after().fate()).isEqualTo(Fate.WAITS);
        });
        assertThat(run.waiting()).isGreaterThanOrEqualTo(1);
    }

    private static Map<String, Fate> fates(DryRun run, Function<DryRun.Line, Outlook> which) {
        return run.lines().stream()
                .collect(Collectors.toMap(
                        DryRun.Line::domain, line -> which.apply(line).fate()));
    }

    private void mandatory(String domain) {
        working.submitDestination(
                null,
                0,
                DestinationEntry.of(DomainPattern.parse(domain), TlsSupport.REQUIRED, DaneSupport.MANDATORY),
                "admin");
    }
}
