package org.danegate.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.danegate.address.MailAddress;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.BounceProfile;
import org.danegate.policy.Policy;
import org.danegate.practice.ReceivedMessage;
import org.danegate.practice.ReceiverBehaviour;
import org.danegate.queue.Envelope;
import org.danegate.queue.NewMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Notifications as senders asked for them (RFC 3461), in the form of RFC 3464, to a sender whose mail host is the
/// practice network's.
class NotificationTest extends FreshNetwork {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String SENDER = "sender@hashed.practice";

    @ParameterizedTest(name = "NOTIFY={0}, receiver says {1}, knows DSN {2}: {3}")
    @CsvSource({
        "'',              550, true,  failed",
        "FAILURE,         550, true,  failed",
        "'SUCCESS,FAILURE', 550, true, failed",
        "SUCCESS,         550, true,  ''",
        "DELAY,           550, true,  ''",
        "NEVER,           550, true,  ''",
        "'',              250, false, ''",
        "SUCCESS,         250, false, relayed",
        "SUCCESS,         250, true,  ''",
        "FAILURE,         250, false, ''",
    })
    void a_notification_is_sent_where_notify_asks_for_it(String notify, int code, boolean dsn, String action)
            throws Exception {
        ReceiverBehaviour receiver =
                dsn ? ReceiverBehaviour.good() : ReceiverBehaviour.good().extensions("PIPELINING");
        behave(code == 250 ? receiver : receiver.recipient("b@ok.practice", "550 5.1.1 no such user"));
        try (EngineRig rig = rig(UnaryOperator.identity())) {
            long mid = accept(rig, envelope("", ""), notify, "body\r\n");
            rig.await(DeliveryEvent.MessageFinished.class, m -> m.mid() == mid);
            List<DeliveryEvent.NotificationGenerated> made = rig.events(DeliveryEvent.NotificationGenerated.class);
            assertThat(made).hasSize(action.isEmpty() ? 0 : 1);
            if (!action.isEmpty()) {
                assertThat(status(notification())).contains("Action: " + action);
            }
        }
    }

    @Test
    void a_failure_report_names_all_that_rfc_3464_wants() throws Exception {
        behave(ReceiverBehaviour.good().recipient("b@ok.practice", "550 5.1.1 no such user"));
        try (EngineRig rig = rig(UnaryOperator.identity())) {
            accept(rig, envelope("", "id+2B1"), "FAILURE", "Subject: mine\r\n\r\nbody\r\n");
            ReceivedMessage received = notification();
            assertThat(received.sender()).as("null reverse-path").isEmpty();
            MimeMessage report = mime(received);
            assertThat(report.getContentType()).contains("multipart/report").contains("report-type=delivery-status");
            assertThat(report.getHeader("Auto-Submitted", null)).isEqualTo("auto-replied");
            MimeMultipart parts = (MimeMultipart) report.getContent();
            assertThat(parts.getCount()).isEqualTo(3);
            assertThat(parts.getBodyPart(0).getContentType()).startsWith("text/plain");
            assertThat(parts.getBodyPart(2).getContentType()).startsWith("message/rfc822");
            assertThat(status(received))
                    .contains("Reporting-MTA: dns; gate.practice")
                    .contains("Original-Envelope-Id: id+1")
                    .contains("Original-Recipient: rfc822;old@x.example")
                    .contains("Final-Recipient: rfc822; b@ok.practice")
                    .contains("Action: failed")
                    .contains("Status: 5.1.1")
                    .contains("Diagnostic-Code: smtp; 550");
        }
    }

    @ParameterizedTest(name = "RET={0}, {1} octets: {2}")
    @CsvSource({
        "'',   500,   message/rfc822",
        "'',   20000, text/rfc822-headers",
        "FULL, 20000, message/rfc822",
        "FULL, 1200000, text/rfc822-headers",
        "HDRS, 500,   text/rfc822-headers",
    })
    void ret_says_how_much_comes_back(String ret, int size, String type) throws Exception {
        behave(ReceiverBehaviour.good().recipient("b@ok.practice", "550 5.1.1 no such user"));
        try (EngineRig rig = rig(UnaryOperator.identity())) {
            accept(rig, envelope(ret, ""), "", "Subject: mine\r\n\r\n" + "octets\r\n".repeat(size / 8));
            MimeMultipart parts = (MimeMultipart) mime(notification()).getContent();
            assertThat(parts.getBodyPart(2).getContentType()).startsWith(type);
        }
    }

    @Test
    void delay_warnings_come_after_each_interval_as_often_as_the_profile_says() throws Exception {
        behave(ReceiverBehaviour.good().recipient("b@ok.practice", "451 4.2.0 later"));
        BounceProfile d = BounceProfile.defaults();
        try (EngineRig rig = rig(EngineRig.bounces(warning(d, null)))) {
            accept(rig, envelope("", ""), "", "body\r\n");
            rig.await(DeliveryEvent.RecipientDelayed.class, x -> true);
            for (int hour = 1; hour <= 6; hour++) {
                int attempts = rig.events(DeliveryEvent.RecipientDelayed.class).size();
                rig.await(DeliveryEvent.ConnectionClosed.class, c -> true);
                rig.putForward(Duration.ofMinutes(61));
                rig.await(
                        DeliveryEvent.RecipientDelayed.class,
                        x -> rig.events(DeliveryEvent.RecipientDelayed.class).size() > attempts);
            }
            assertThat(rig.events(DeliveryEvent.NotificationGenerated.class)).hasSize(2);
            assertThat(status(notification())).contains("Action: delayed").contains("Status: 4.2.0");
        }
    }

    @Test
    void bounces_go_to_the_alternate_address_and_none_where_the_profile_sends_none() throws Exception {
        behave(ReceiverBehaviour.good().recipient("b@ok.practice", "550 5.1.1 no such user"));
        BounceProfile d = BounceProfile.defaults();
        try (EngineRig rig = rig(EngineRig.bounces(warning(d, MailAddress.parse("postmaster@hashed.practice"))))) {
            accept(rig, envelope("", ""), "", "body\r\n");
            assertThat(notification().recipients()).containsExactly("postmaster@hashed.practice");
        }
    }

    @Test
    void an_internationalized_recipient_is_reported_in_ascii() throws Exception {
        behave(ReceiverBehaviour.good().extensions("PIPELINING"));
        try (EngineRig rig = rig(UnaryOperator.identity())) {
            rig.accept(new Envelope(SENDER, true, false, true, "", "", "In"), "body\r\n", "b\u00fc@ok.practice");
            assertThat(status(notification()))
                    .contains("Final-Recipient: utf-8; b\\x{FC}@ok.practice")
                    .contains("Status: 5.6.7");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u010d\u010a", "\u560d\u560a", "\u2028", "\u00d3\u00ca\u00cf\u00e4"})
    void a_reply_cannot_begin_fields_of_its_own(String lineEnd) throws Exception {
        String reply = "550 5.1.1 no" + lineEnd + "Final-Recipient: rfc822; victim@x.example" + lineEnd;
        behave(ReceiverBehaviour.good().recipient("b@ok.practice", reply));
        try (EngineRig rig = rig(UnaryOperator.identity())) {
            accept(rig, envelope("", ""), "", "body\r\n");
            String status = status(notification());
            assertThat(status.lines().filter(line -> line.startsWith("Final-Recipient:")))
                    .containsExactly("Final-Recipient: rfc822; b@ok.practice");
            assertThat(status.chars()).allMatch(c -> c < 0x80);
        }
    }

    private static BounceProfile warning(BounceProfile d, @Nullable MailAddress alternate) {
        return new BounceProfile(
                d.name(),
                d.maxRetries(),
                d.maxTimeInQueue(),
                d.initialRetry(),
                d.maxRetryInterval(),
                true,
                true,
                Duration.ofHours(1),
                2,
                alternate);
    }

    private void behave(ReceiverBehaviour behaviour) {
        network.receiver("mx.ok.practice").orElseThrow().behave(behaviour);
    }

    /// What came to the sender's own host.
    private ReceivedMessage notification() throws InterruptedException {
        assertThat(network.inbox().awaitThat(all -> all.stream().anyMatch(NotificationTest::isReport), SOON))
                .isTrue();
        return network.inbox().all().stream()
                .filter(NotificationTest::isReport)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isReport(ReceivedMessage message) {
        return message.text().contains("multipart/report");
    }

    private static MimeMessage mime(ReceivedMessage message) throws Exception {
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(message.body()));
    }

    private static String status(ReceivedMessage message) throws Exception {
        MimeMultipart parts = (MimeMultipart) mime(message).getContent();
        assertThat(parts.getBodyPart(1).getContentType()).startsWith("message/delivery-status");
        return new String(parts.getBodyPart(1).getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static Envelope envelope(String ret, String id) {
        return new Envelope(SENDER, true, false, false, ret, id, "In");
    }

    private static long accept(EngineRig rig, Envelope envelope, String notify, String text) throws IOException {
        long mid = rig.queue.nextMid();
        rig.queue.accept(new NewMessage(
                mid,
                envelope,
                List.of(new NewMessage.Recipient(
                        MailAddress.parse("b@ok.practice"), notify, notify.isEmpty() ? "" : "rfc822;old@x.example")),
                text.getBytes(StandardCharsets.US_ASCII),
                rig.now()));
        return mid;
    }

    private EngineRig rig(UnaryOperator<Policy> changes) throws IOException {
        return new EngineRig(folder, network, changes);
    }
}
