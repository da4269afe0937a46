package org.danegate.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.ListenerSettings.ListenerTls;
import org.danegate.policy.MailFlowPolicy;
import org.danegate.policy.MailFlowPolicy.Behavior;
import org.danegate.policy.Policy;
import org.danegate.queue.Envelope;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The limits of a mail flow policy hold for the senders it is given to.
class MailFlowLimitsTest {

    @TempDir
    Path dir;

    @Test
    void connections_from_one_address_at_once() throws Exception {
        try (TestListeners server = under(limits(1, null, null, null, null, null));
                Client first = Client.greeted(server.port())) {
            try (Client second = new Client(server.port())) {
                assertThat(second.reply()).startsWith("421 ");
                assertThat(second.reply()).isEmpty();
            }
            assertThat(first.ask("QUIT")).startsWith("221 ");
            assertThat(first.reply()).isEmpty();
            org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
                try (Client next = new Client(server.port())) {
                    return next.reply().startsWith("220 ");
                }
            });
        }
    }

    @Test
    void messages_in_one_connection() throws Exception {
        try (TestListeners server = under(limits(null, 1, null, null, null, null));
                Client client = Client.greeted(server.port())) {
            client.toData();
            assertThat(client.ask("one\r\n.")).startsWith("250 ");
            assertThat(client.ask("MAIL FROM:<a@b.example>")).startsWith("421 4.7.0 ");
            assertThat(client.reply()).isEmpty();
        }
    }

    @Test
    void recipients_of_a_message_and_of_an_hour() throws Exception {
        try (TestListeners server = under(limits(null, null, 2, 3, null, null));
                Client client = Client.greeted(server.port())) {
            assertThat(client.ask("MAIL FROM:<a@b.example>")).startsWith("250 ");
            assertThat(client.ask("RCPT TO:<1@c.example>")).startsWith("250 ");
            assertThat(client.ask("RCPT TO:<2@c.example>")).startsWith("250 ");
            assertThat(client.ask("RCPT TO:<3@c.example>")).startsWith("452 4.5.3 Too many recipients");
            client.ask("RSET");
            client.ask("MAIL FROM:<a@b.example>");
            assertThat(client.ask("RCPT TO:<3@c.example>")).startsWith("250 ");
            assertThat(client.ask("RCPT TO:<4@c.example>"))
                    .startsWith("452 4.5.3 Too many recipients received this hour");
        }
    }

    @Test
    void size_and_tls() throws Exception {
        try (TestListeners server = under(limits(null, null, null, null, 2048L, ListenerTls.REQUIRED));
                Client client = Client.greeted(server.port())) {
            assertThat(client.ask("EHLO client.example")).contains("SIZE 2048").contains("STARTTLS");
            assertThat(client.ask("MAIL FROM:<a@b.example>")).startsWith("530 5.7.0 ");
        }
    }

    @Test
    void a_refused_sender_hears_nothing() throws Exception {
        try (TestListeners server = under(new MailFlowPolicy("FLOW", Behavior.TCPREFUSE));
                Client client = new Client(server.port())) {
            assertThat(client.reply()).isEmpty();
            assertThat(server.events(DeliveryEvent.SenderGroupMatched.class))
                    .anyMatch(e -> e.toString().contains("TCPREFUSE"));
        }
    }

    @ParameterizedTest
    @CsvSource({"true, SENDER", "false, NONE"})
    @Tag("G-22")
    void mail_of_a_policy_with_dkim_signing_is_marked_for_it(boolean signing, Envelope.Signing marked)
            throws Exception {
        MailFlowPolicy flow =
                new MailFlowPolicy("FLOW", Behavior.RELAY, null, null, null, null, null, null, false, false, signing);
        try (TestListeners server = under(flow);
                Client client = Client.greeted(server.port())) {
            client.ask("EHLO client.example");
            client.ask("MAIL FROM:<a@b.example>");
            client.ask("RCPT TO:<c@d.example>");
            client.ask("DATA");
            assertThat(client.ask("Subject: x\r\n\r\ntext\r\n.")).startsWith("250 ");

            assertThat(server.queue.accepted.getFirst().envelope().signing()).isEqualTo(marked);
        }
    }

    private TestListeners under(MailFlowPolicy flow) {
        Policy p = TestListeners.policy(TestListeners.settings("In", "FLOW", ListenerTls.PREFERRED, 10_000));
        Policy limited = new Policy(
                p.dns(),
                p.destinationControls(),
                p.smtpRoutes(),
                p.bounceProfiles(),
                p.listeners(),
                List.of(flow, new MailFlowPolicy("BLOCKED", Behavior.REJECT)),
                p.recipientAccess(),
                p.logSubscriptions());
        return new TestListeners(dir, limited, 1000, Duration.ofSeconds(20));
    }

    @SuppressWarnings("NullAway") // null is "no limit of its own"
    private static MailFlowPolicy limits(
            Integer connections, Integer messages, Integer recipients, Integer hour, Long size, ListenerTls tls) {
        return new MailFlowPolicy("FLOW", Behavior.RELAY, connections, messages, recipients, hour, size, tls);
    }
}
