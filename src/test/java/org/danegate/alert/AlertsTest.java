package org.danegate.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.danegate.address.MailAddress;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvent.Condition;
import org.danegate.event.DeliveryEvent.Weight;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.Policy;
import org.danegate.policy.file.PolicyFile;
import org.danegate.queue.QueuedDelivery;
import org.danegate.queue.embedded.EmbeddedMessageQueue;
import org.danegate.wording.Wording;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What administrators are alerted to, who gets mail, and how often.
class AlertsTest {

    private static final String POLICY = """
            destinationControls: { global: { alertOnRequiredTlsFailure: %s } }
            alerts:
              recipients:
                - { address: night@ops.example, severity: CRITICAL }
                - { address: day@ops.example, severity: WARNING }
            """;

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private EmbeddedMessageQueue queue;
    private Alerts alerts;
    private final List<DeliveryEvent> events = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        queue = new EmbeddedMessageQueue(folder, () -> now, new EmbeddedMessageQueue.Settings(1 << 20, 1 << 16, 2, 0));
    }

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void a_required_tls_failure_is_told_by_mail_to_those_who_want_warnings() throws IOException {
        AlertSource source = source(POLICY.formatted(true));
        source.on(failed("corp.example", true));

        List<QueuedDelivery> mail = queue.waiting("ops.example", 10);
        assertThat(mail).hasSize(1);
        assertThat(mail.getFirst().envelope().sender()).as("never bounces").isEmpty();
        assertThat(mail.getFirst().recipients())
                .extracting(r -> r.address().text())
                .containsExactly("day@ops.example");
        assertThat(new String(queue.body(mail.getFirst().mid()).octets(), StandardCharsets.UTF_8).replace("\r\n ", " "))
                .contains("Subject: Warning <gate.example>: Required TLS connection failed: corp.example")
                .contains("Auto-Submitted: auto-generated")
                .contains(
                        "TLS to corp.example at mx.corp.example was required but could not be negotiated: no STARTTLS");
        assertThat(events).anySatisfy(e -> assertThat(e.toString()).contains("Alert Warning: Required TLS"));
    }

    @Test
    void nothing_is_told_where_tls_was_not_required_or_the_setting_is_off() {
        source(POLICY.formatted(true)).on(failed("corp.example", false));
        source(POLICY.formatted(false)).on(failed("corp.example", true));

        assertThat(queue.backlogs()).isEmpty();
    }

    @Test
    void alike_alerts_are_counted_for_five_minutes_then_ten_up_to_an_hour() {
        AlertSource source = source(POLICY.formatted(true));
        List<Long> told = new ArrayList<>();
        Instant start = now;
        for (int minute = 0; minute <= 240; minute++) {
            int before = queue.backlog("ops.example").activeRecipients();
            now = start.plus(Duration.ofMinutes(minute));
            source.on(failed("corp.example", true));
            if (queue.backlog("ops.example").activeRecipients() > before) {
                told.add((long) minute);
            }
        }
        assertThat(told).containsExactly(0L, 5L, 15L, 35L, 75L, 135L, 195L);
        source.on(failed("other.example", true));
        assertThat(queue.backlog("ops.example").activeRecipients()).isEqualTo(8);
    }

    @Test
    void a_warning_of_the_system_is_told_and_an_alert_is_no_warning_itself() {
        AlertSource source = source(POLICY.formatted(true));
        source.on(new DeliveryEvent.SystemNotice(now, true, "Queue record set aside: 17 octets"));
        List<DeliveryEvent> published = List.copyOf(events);
        published.forEach(source::on);

        assertThat(queue.backlog("ops.example").activeRecipients()).isOne();
    }

    @Test
    void conditions_become_alerts_of_their_kind_and_severity() {
        AlertSource source = source(POLICY.formatted(true));
        source.on(seen(Condition.RESOLVER, Weight.CRITICAL, "all resolvers"));
        source.on(seen(Condition.TRUST_ANCHOR, Weight.INFORMATION, "key tag 1"));
        source.on(seen(Condition.CERTIFICATE, Weight.WARNING, "gateway"));
        source.on(seen(Condition.LISTENER, Weight.CRITICAL, "OutgoingMail"));

        assertThat(alerts.latest())
                .extracting(t -> t.alert().kind() + " " + t.alert().severity() + " " + t.recipients())
                .containsExactly(
                        "LISTENER_NOT_OPEN CRITICAL 2",
                        "CERTIFICATE_EXPIRY WARNING 1",
                        "TRUST_ANCHOR_CHANGE INFORMATION 0",
                        "RESOLVER_TROUBLE CRITICAL 2");
    }

    @Test
    void something_that_gets_worse_is_told_at_once() {
        AlertSource source = source(POLICY.formatted(true));
        source.on(seen(Condition.CERTIFICATE, Weight.WARNING, "gateway"));
        source.on(seen(Condition.CERTIFICATE, Weight.WARNING, "gateway"));
        source.on(seen(Condition.CERTIFICATE, Weight.CRITICAL, "gateway"));

        assertThat(alerts.latest()).extracting(t -> t.alert().severity().name()).containsExactly("CRITICAL", "WARNING");
    }

    @Test
    void a_test_alert_goes_to_all_recipients_each_time_and_is_audited() throws IOException {
        source(POLICY.formatted(true));
        assertThat(alerts.test("olga"))
                .extracting(MailAddress::text)
                .containsExactly("night@ops.example", "day@ops.example");
        assertThat(alerts.test("olga")).hasSize(2);

        List<QueuedDelivery> mail = queue.waiting("ops.example", 10);
        assertThat(mail).hasSize(2);
        assertThat(new String(queue.body(mail.getFirst().mid()).octets(), StandardCharsets.UTF_8).replace("\r\n ", " "))
                .contains("Subject: Information <gate.example>: Test alert: olga");
        assertThat(events).contains(new DeliveryEvent.AdministratorActed(now, "olga", "sent a test alert"));
    }

    @Test
    void without_recipients_a_test_alert_stands_in_the_list_alone() {
        source("{}");
        assertThat(alerts.test("olga")).isEmpty();
        assertThat(alerts.latest()).hasSize(1);
        assertThat(queue.backlogs()).isEmpty();
    }

    private DeliveryEvent seen(Condition condition, Weight weight, String about) {
        return new DeliveryEvent.ConditionSeen(
                now, condition, weight, about, Wording.of("alert.raised.system", "what was seen"));
    }

    private AlertSource source(String text) {
        Policy policy = PolicyFile.read(text).policy();
        CommittedPolicy committed = new CommittedPolicy() {
            @Override
            public Revision current() {
                return new Revision(1, policy);
            }

            @Override
            public void onCommit(Consumer<Revision> reader) {
                // Nothing is committed here.
            }
        };
        alerts = new Alerts(committed, queue, events::add, () -> now, "gate.example");
        return new AlertSource(alerts, committed, queue);
    }

    private DeliveryEvent failed(String destination, boolean required) {
        return new DeliveryEvent.TlsFailed(now, 7, destination, "mx." + destination, null, "no STARTTLS", required);
    }
}
