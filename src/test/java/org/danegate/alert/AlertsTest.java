package org.danegate.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.danegate.address.MailAddress;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvent.Condition;
import org.danegate.event.DeliveryEvent.Weight;
import org.danegate.monitor.HostStatus;
import org.danegate.queue.QueuedDelivery;
import org.junit.jupiter.api.AfterEach;
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

    private AlertRig rig;

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void a_required_tls_failure_is_told_by_mail_to_those_who_want_warnings() throws IOException {
        rig = new AlertRig(folder, POLICY.formatted(true));
        rig.waits("corp.example", 1, HostStatus.UP);
        rig.source.on(failed("corp.example", true));
        rig.pass(1);

        List<QueuedDelivery> mail = rig.queue.waiting("ops.example", 10);
        assertThat(mail).hasSize(1);
        assertThat(mail.getFirst().envelope().sender()).as("never bounces").isEmpty();
        assertThat(mail.getFirst().recipients())
                .extracting(r -> r.address().text())
                .containsExactly("day@ops.example");
        assertThat(rig.mails().getFirst())
                .contains("Subject: Warning <gate.example>: Required TLS connection failed: corp.example")
                .contains("Auto-Submitted: auto-generated")
                .contains(
                        "TLS to corp.example at mx.corp.example was required but could not be negotiated: no STARTTLS");
        assertThat(rig.events).anySatisfy(e -> assertThat(e.toString()).contains("Alert Warning: Required TLS"));
    }

    @Test
    void a_required_tls_failure_is_over_when_tls_succeeds_and_untouched_by_a_restart() throws IOException {
        rig = new AlertRig(folder, POLICY.formatted(true));
        rig.waits("corp.example", 1, HostStatus.UP);
        rig.source.on(failed("corp.example", true));
        rig.pass(1);
        rig.restart();
        rig.pass(10);
        assertThat(rig.subjects()).hasSize(1);
        rig.source.on(new DeliveryEvent.TlsSucceeded(
                rig.now, 8, "corp.example", "mx.corp.example", "TLSv1.3", "TLS_AES_128_GCM_SHA256", false));
        rig.pass(3);
        assertThat(rig.subjects()).hasSize(2).last().asString().startsWith("Over");
    }

    @Test
    void nothing_is_told_where_tls_was_not_required_or_the_setting_is_off() throws IOException {
        rig = new AlertRig(folder, POLICY.formatted(true));
        rig.waits("corp.example", 1, HostStatus.UP);
        rig.source.on(failed("corp.example", false));
        rig.pass(1);
        rig.commit(POLICY.formatted(false));
        rig.source.on(failed("corp.example", true));
        rig.pass(1);

        assertThat(rig.queue.backlogs()).isEmpty();
    }

    @Test
    void alike_alerts_are_counted_for_five_minutes_then_ten_up_to_an_hour() throws IOException {
        rig = new AlertRig(folder, POLICY.formatted(true));
        List<Long> told = new ArrayList<>();
        for (int minute = 0; minute <= 240; minute++) {
            int before = rig.subjects().size();
            rig.now = AlertRig.START.plus(Duration.ofMinutes(minute));
            warn("Queue record set aside: 17 octets");
            if (rig.subjects().size() > before) {
                told.add((long) minute);
            }
        }
        assertThat(told).containsExactly(0L, 5L, 15L, 35L, 75L, 135L, 195L);
        warn("Something else");
        assertThat(rig.subjects()).hasSize(8);
    }

    @Test
    void a_warning_of_the_system_is_told_and_an_alert_is_no_warning_itself() throws IOException {
        rig = new AlertRig(folder, POLICY.formatted(true));
        warn("Queue record set aside: 17 octets");
        List.copyOf(rig.events).forEach(rig.source::on);

        assertThat(rig.subjects()).hasSize(1);
    }

    @Test
    void conditions_become_alerts_of_their_kind_and_severity() throws IOException {
        rig = new AlertRig(folder, POLICY.formatted(true));
        rig.condition(Condition.RESOLVER, Weight.CRITICAL, "all resolvers");
        rig.condition(Condition.TRUST_ANCHOR, Weight.INFORMATION, "key tag 1");
        rig.condition(Condition.CERTIFICATE, Weight.WARNING, "gateway");
        rig.condition(Condition.LISTENER, Weight.CRITICAL, "OutgoingMail");

        assertThat(rig.alerts.latest())
                .extracting(t -> t.alert().kind() + " " + t.alert().severity() + " " + t.recipients())
                .containsExactly(
                        "LISTENER_NOT_OPEN CRITICAL 2",
                        "CERTIFICATE_EXPIRY WARNING 1",
                        "TRUST_ANCHOR_CHANGE INFORMATION 0",
                        "RESOLVER_TROUBLE CRITICAL 2");
        assertThat(rig.received).hasSize(4);
    }

    @Test
    void something_that_gets_worse_is_told_at_once() throws IOException {
        rig = new AlertRig(folder, POLICY.formatted(true));
        rig.condition(Condition.RESOLVER, Weight.WARNING, "192.0.2.1");
        rig.condition(Condition.RESOLVER, Weight.WARNING, "192.0.2.1");
        rig.condition(Condition.RESOLVER, Weight.CRITICAL, "192.0.2.1");

        assertThat(rig.alerts.latest())
                .extracting(t -> t.alert().severity().name())
                .containsExactly("CRITICAL", "WARNING");
    }

    @Test
    void a_test_alert_goes_to_all_recipients_each_time_and_is_audited() throws IOException {
        rig = new AlertRig(folder, POLICY.formatted(true));
        assertThat(rig.alerts.test("olga"))
                .extracting(MailAddress::text)
                .containsExactly("night@ops.example", "day@ops.example");
        assertThat(rig.alerts.test("olga")).hasSize(2);

        assertThat(rig.subjects())
                .containsExactly(
                        "Information <gate.example>: Test alert: olga", "Information <gate.example>: Test alert: olga");
        assertThat(rig.events).contains(new DeliveryEvent.AdministratorActed(rig.now, "olga", "sent a test alert"));
    }

    @Test
    void without_recipients_a_test_alert_stands_in_the_list_alone() throws IOException {
        rig = new AlertRig(folder, "{}");
        assertThat(rig.alerts.test("olga")).isEmpty();
        assertThat(rig.alerts.latest()).hasSize(1);
        assertThat(rig.queue.backlogs()).isEmpty();
    }

    private void warn(String text) {
        rig.source.on(new DeliveryEvent.SystemNotice(rig.now, true, text));
    }

    private DeliveryEvent failed(String destination, boolean required) {
        return new DeliveryEvent.TlsFailed(rig.now, 7, destination, "mx." + destination, null, "no STARTTLS", required);
    }
}
