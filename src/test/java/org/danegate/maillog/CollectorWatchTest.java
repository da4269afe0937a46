package org.danegate.maillog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.danegate.certificate.CertificateFolder;
import org.danegate.consolidated.EventNotation;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvent.ConditionSeen;
import org.danegate.event.DeliveryEvent.Weight;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.LogSubscription;
import org.danegate.policy.LogSubscription.Retrieval;
import org.danegate.policy.Policy;
import org.danegate.policy.SyslogPush;
import org.danegate.policy.SyslogPush.Facility;
import org.danegate.policy.SyslogPush.Form;
import org.danegate.policy.SyslogPush.Framing;
import org.danegate.policy.SyslogPush.Protocol;
import org.danegate.syslog.Collectors;
import org.danegate.syslog.PretendCollector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Administrators are told of a collector that gets no lines, and of its recovery.
@Timeout(120)
class CollectorWatchTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path dir;

    private final List<ConditionSeen> told = new CopyOnWriteArrayList<>();
    private volatile Instant now = Instant.parse("2026-02-05T13:20:03Z");
    private volatile CommittedPolicy.Revision revision;

    @Test
    void an_outage_is_told_after_a_minute_and_its_end_at_once() throws Exception {
        int port = freePort();
        commit(LogSubscription.defaults().sentTo(Retrieval.SYSLOG, to(port)));
        try (MailLogFiles files = files()) {
            CollectorWatch watch = new CollectorWatch(files, this::publish, () -> now);
            await().atMost(SOON)
                    .until(() -> files.collector("mail_logs")
                            .map(state -> state.failingSince() != null)
                            .orElse(false));
            watch.look();
            assertThat(told).isEmpty();

            now = now.plusSeconds(61);
            watch.look();
            watch.look();
            assertThat(told).extracting(ConditionSeen::weight).containsExactly(Weight.WARNING);
            assertThat(told.getFirst().condition()).isEqualTo(DeliveryEvent.Condition.LOG_TARGET);
            assertThat(told.getFirst().about()).isEqualTo("mail_logs");
            assertThat(told.getFirst().text())
                    .startsWith("Log mail_logs does not reach its collector TCP 127.0.0.1:" + port);

            try (PretendCollector collector = PretendCollector.tcp(Framing.LINE_FEED, port)) {
                files.on(new DeliveryEvent.MessageFinished(now, 6));
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(collector.messages())
                                .containsExactly("<166>Feb  5 13:21:04 mail_logs: Info: Message finished MID 6 done"));
                watch.look();
                assertThat(told).extracting(ConditionSeen::weight).containsExactly(Weight.WARNING, Weight.INFORMATION);
            }
            assertThat(dir.resolve("mail_logs")).doesNotExist();
            assertThat(files.states()).isEmpty();
        }
    }

    @Test
    void a_subscription_that_is_sent_no_more_ends_the_trouble() throws Exception {
        commit(LogSubscription.defaults().sentTo(Retrieval.SYSLOG, to(freePort())));
        try (MailLogFiles files = files()) {
            CollectorWatch watch = new CollectorWatch(files, this::publish, () -> now);
            await().atMost(SOON)
                    .until(() -> files.collector("mail_logs")
                            .map(state -> state.failingSince() != null)
                            .orElse(false));
            now = now.plusSeconds(61);
            watch.look();
            commit(LogSubscription.defaults());
            await().atMost(SOON).until(() -> files.collector("mail_logs").isEmpty());
            watch.look();
            assertThat(told).extracting(ConditionSeen::weight).containsExactly(Weight.WARNING, Weight.INFORMATION);
        }
    }

    private void publish(DeliveryEvent event) {
        told.add((ConditionSeen) event);
    }

    private MailLogFiles files() {
        CommittedPolicy policy = new CommittedPolicy() {
            @Override
            public Revision current() {
                return revision;
            }

            @Override
            public void onCommit(Consumer<Revision> reader) {}
        };
        CertificateFolder certificates = new CertificateFolder(dir.resolve("tls"), "gate.example.com");
        return new MailLogFiles(
                policy,
                dir,
                () -> now,
                ZoneOffset.UTC,
                new MailLogFiles.Surroundings(
                        new Collectors("gate.example.com", ZoneOffset.UTC, certificates, () -> now, (log, n) -> {}),
                        new EventNotation("gate.example.com", "1.0", ZoneOffset.UTC),
                        at -> "",
                        mid -> Optional.empty(),
                        text -> text));
    }

    private void commit(LogSubscription log) {
        Policy d = Policy.defaults();
        revision = new CommittedPolicy.Revision(
                1,
                new Policy(
                        d.dns(),
                        d.destinationControls(),
                        d.smtpRoutes(),
                        d.bounceProfiles(),
                        d.listeners(),
                        d.mailFlowPolicies(),
                        d.recipientAccess(),
                        List.of(log)));
    }

    private static SyslogPush to(int port) {
        return new SyslogPush(
                "127.0.0.1", port, Protocol.TCP, Framing.LINE_FEED, Form.APPLIANCE, Facility.LOCAL4, 8192, "", null);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
