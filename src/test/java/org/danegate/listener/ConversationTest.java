package org.danegate.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.ListenerSettings.ListenerTls;
import org.danegate.queue.NewMessage;
import org.danegate.queue.QueueFullException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationTest {

    @TempDir
    Path dir;

    @Test
    void ehlo_offers_the_extensions() throws IOException {
        try (TestListeners server = TestListeners.with(dir, "RELAYED");
                Client client = new Client(server.port())) {
            assertThat(client.reply()).isEqualTo("220 mail.test ESMTP");
            assertThat(client.ask("EHLO client.example"))
                    .isEqualTo("250-mail.test|250-PIPELINING|250-8BITMIME|250-SMTPUTF8|250-SIZE 10000|250-DSN"
                            + "|250-ENHANCEDSTATUSCODES|250 STARTTLS");
            assertThat(client.ask("HELO client.example")).isEqualTo("250 mail.test");
            assertThat(client.ask("VRFY root")).startsWith("252 2.1.5 ");
            assertThat(client.ask("HELP")).startsWith("214 2.0.0 ");
            assertThat(client.ask("EXPN list")).startsWith("502 5.5.1 ");
            assertThat(client.ask("HAMSTER")).startsWith("500 5.5.1 ");
            assertThat(client.ask("QUIT")).startsWith("221 2.0.0 ");
            assertThat(client.reply()).isEmpty();
        }
    }

    @Test
    void a_relayed_message_is_in_the_queue_with_all_it_was_given() throws IOException {
        try (TestListeners server = TestListeners.with(dir, "RELAYED");
                Client client = Client.greeted(server.port())) {
            assertThat(client.ask("MAIL FROM:<\"a b\"@client.example> BODY=8BITMIME SIZE=50 RET=HDRS ENVID=id+2B1"))
                    .startsWith("250 2.1.0 ");
            assertThat(client.ask("RCPT TO:<Some.One@IETF.org> NOTIFY=success,Failure ORCPT=rfc822;one+2Btwo@ietf.org"))
                    .startsWith("250 2.1.5 ");
            assertThat(client.ask("RCPT TO:<x@[192.0.2.1]> NOTIFY=NEVER")).startsWith("250 2.1.5 ");
            assertThat(client.ask("DATA")).startsWith("354 ");
            assertThat(client.ask("Message-ID: <1@x>\r\nSubject: =?utf-8?q?gr=C3=BC=C3=9Fe?=\r\n\r\nhello\r\n."))
                    .isEqualTo("250 2.0.0 ok:  Message 1 accepted");

            NewMessage message = server.queue.accepted.getFirst();
            assertThat(message.envelope().sender()).isEqualTo("\"a b\"@client.example");
            assertThat(message.envelope().relayed()).isTrue();
            assertThat(message.envelope().eightBit()).isTrue();
            assertThat(message.envelope().dsnReturn()).isEqualTo("HDRS");
            assertThat(message.envelope().envelopeId()).isEqualTo("id+2B1");
            assertThat(message.envelope().listener()).isEqualTo("In");
            assertThat(message.recipients().getFirst().address().domain()).isEqualTo("ietf.org");
            assertThat(message.recipients().getFirst().dsnNotify()).isEqualTo("SUCCESS,FAILURE");
            assertThat(message.recipients().getFirst().originalRecipient()).isEqualTo("rfc822;one+2Btwo@ietf.org");
            assertThat(message.recipients().get(1).address().domain()).isEqualTo("[192.0.2.1]");
            DeliveryEvent.MessageQueued queued =
                    server.events(DeliveryEvent.MessageQueued.class).getFirst();
            assertThat(queued.subject()).isEqualTo("grüße");
            assertThat(queued.messageId()).isEqualTo("<1@x>");
        }
    }

    @Test
    void a_pipelined_group_is_answered_in_order_and_two_messages_follow_each_other() throws IOException {
        try (TestListeners server = TestListeners.with(dir, "RELAYED");
                Client client = Client.greeted(server.port())) {
            String group = "MAIL FROM:<>\r\nRCPT TO:<a@ietf.org>\r\nRCPT TO:<bad>\r\nDATA\r\n";
            client.send(group);
            assertThat(List.of(client.reply(), client.reply(), client.reply(), client.reply()))
                    .extracting(reply -> reply.substring(0, 3))
                    .containsExactly("250", "250", "501", "354");
            client.send("one\r\n.\r\n" + group);
            assertThat(List.of(client.reply(), client.reply(), client.reply(), client.reply(), client.reply()))
                    .extracting(reply -> reply.substring(0, 3))
                    .containsExactly("250", "250", "250", "501", "354");
            assertThat(client.ask("two\r\n.")).startsWith("250 ");
            assertThat(server.queue.accepted).hasSize(2);
            assertThat(server.queue.accepted.getFirst().envelope().sender()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MAIL FROM:<a@b.example> FOO=1 | 555 5.5.4",
                "MAIL FROM:<a@b.example> BODY=BINARYMIME | 501 5.5.4",
                "MAIL FROM:<a@b.example> RET=ALL | 501 5.5.4",
                "MAIL FROM:<a@b.example> SIZE=10001 | 552 5.3.4",
                "MAIL FROM:<a@b.example> SIZE=1 SIZE=2 | 501 5.5.4",
                "MAIL FROM:<a@b.example> ENVID=a+2 | 501 5.5.4",
                "MAIL FROM:<a@b.example> ENVID=a+0D+0AX:b | 501 5.5.4",
                "MAIL FROM:<a@b.example> ENVID=a+C4+8A | 501 5.5.4",
                "MAIL FROM:<a@b.example> SMTPUTF8 ENVID=a\u010a | 501 5.5.4",
                "MAIL FROM:<a\u202eb@b.example> SMTPUTF8 | 501 5.1.7",
                "MAIL FROM:<\"a\u2028b\"@b.example> SMTPUTF8 | 501 5.1.7",
                "MAIL FROM:a@b.example | 501 5.1.7",
                "MAIL FROM:<a@b.example | 501 5.1.7",
                "MAIL FROM:<a..b@b.example> | 501 5.1.7",
                "MAIL FROM:<a@> | 501 5.1.7",
                "MAIL FROM:<a@b..example> | 553 5.1.7",
                "MAIL FROM:<jürgen@b.example> | 553 5.6.7",
                "MAIL TO:<a@b.example> | 501 5.5.4",
                "RCPT TO:<a@b.example> | 503 5.5.1",
                "DATA | 503 5.5.1",
                "DATA now | 501 5.5.4",
                "EHLO | 501 5.5.4",
                "EHLO a(b) | 501 5.5.4",
            })
    void faults_have_their_codes(String line, String code) throws IOException {
        try (TestListeners server = TestListeners.with(dir, "RELAYED");
                Client client = Client.greeted(server.port())) {
            assertThat(client.ask(line)).startsWith(code + " ");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<a@b.example> NOTIFY=NEVER,DELAY | 501 5.5.4",
                "<a@b.example> ORCPT=none | 501 5.5.4",
                "<a@b.example> ORCPT=rfc822;a+0D+0AX:b@b.example | 501 5.5.4",
                "<a@b.example> ORCPT=rfc822;a\u010a@b.example | 501 5.5.4",
                "<a@b.example> ORCPT=utf-8;a\\x{0A}@b.example | 501 5.5.4",
                "<a@b.example> ORCPT=utf-8;a\\x{FC}@b.example | 250 2.1.5",
                "<a@b.example> ORCPT=utf-8;a\u00fc@b.example | 553 5.6.7",
                "<a@b.example> RET=FULL | 555 5.5.4",
                "<> | 501 5.1.3",
                "<a@[192.0.2]> | 501 5.1.3",
                "<a@[IPv6:2001:db8::1]> | 250 2.1.5",
                "<a@[2001:db8::1]> | 501 5.1.3",
                "<postmaster> | 250 2.1.5",
                "<@relay.example:a@b.example> | 250 2.1.5",
                "<\"a>\\\"b\"@b.example> | 250 2.1.5",
                "<jürgen@b.example> | 553 5.6.7",
            })
    void recipients_are_read_exactly(String path, String code) throws IOException {
        try (TestListeners server = TestListeners.with(dir, "RELAYED");
                Client client = Client.greeted(server.port())) {
            client.ask("MAIL FROM:<>");
            assertThat(client.ask("RCPT TO:" + path)).startsWith(code + " ");
        }
    }

    @Test
    void internationalized_addresses_are_taken_under_smtputf8() throws IOException {
        try (TestListeners server = TestListeners.with(dir, "RELAYED");
                Client client = Client.greeted(server.port())) {
            assertThat(client.ask("MAIL FROM:<jürgen@bücher.example> SMTPUTF8")).startsWith("250 ");
            assertThat(client.ask("RCPT TO:<用户@例え.example> ORCPT=utf-8;用户@例え.example"))
                    .isEqualTo("250 2.1.5 recipient <用户@例え.example> ok");
            client.ask("DATA");
            assertThat(client.ask(".")).startsWith("250 ");
            NewMessage message = server.queue.accepted.getFirst();
            assertThat(message.envelope().utf8()).isTrue();
            assertThat(message.recipients().getFirst().address().domain()).isEqualTo("xn--r8jz45g.example");
            assertThat(new String(message.body().octets(), StandardCharsets.UTF_8))
                    .contains("with UTF8SMTP id 1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@corp.example", "a@sub.corp.example"})
    void accepted_senders_reach_domains_of_the_recipient_access_table(String recipient) throws IOException {
        try (TestListeners server = TestListeners.with(dir, "ACCEPTED");
                Client client = Client.greeted(server.port())) {
            client.ask("MAIL FROM:<a@b.example>");
            assertThat(client.ask("RCPT TO:<" + recipient + ">")).startsWith("250 ");
            client.ask("DATA");
            assertThat(client.ask(".")).startsWith("250 ");
            assertThat(server.queue.accepted.getFirst().envelope().relayed()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@ietf.org", "a@not.corp.example", "a@[192.0.2.1]", "a%ietf.org@xcorp.example"})
    void accepted_senders_may_not_relay(String recipient) throws IOException {
        try (TestListeners server = TestListeners.with(dir, "ACCEPTED");
                Client client = Client.greeted(server.port())) {
            client.ask("MAIL FROM:<a@b.example>");
            assertThat(client.ask("RCPT TO:<" + recipient + ">")).isEqualTo("550 5.7.1 Relaying denied");
            assertThat(client.ask("DATA")).startsWith("554 5.5.1 ");
        }
    }

    @Test
    void rejected_senders_get_554_and_nothing_but_quit() throws IOException {
        try (TestListeners server = TestListeners.with(dir, "BLOCKED");
                Client client = new Client(server.port())) {
            assertThat(client.reply()).startsWith("554-mail.test|554 Your access");
            assertThat(client.ask("EHLO x")).startsWith("503 5.5.1 ");
            assertThat(client.ask("QUIT")).startsWith("221 ");
        }
    }

    @Test
    void size_and_number_of_recipients_are_limited() throws IOException {
        try (TestListeners server = TestListeners.with(dir, "RELAYED");
                Client client = Client.greeted(server.port())) {
            client.ask("MAIL FROM:<a@b.example>");
            for (int i = 0; i < 3; i++) {
                assertThat(client.ask("RCPT TO:<a" + i + "@ietf.org>")).startsWith("250 ");
            }
            assertThat(client.ask("RCPT TO:<a4@ietf.org>")).startsWith("452 4.5.3 ");
            client.ask("DATA");
            assertThat(client.ask("x".repeat(9_998) + "\r\n.")).startsWith("250 ");
            client.toData();
            assertThat(client.ask("x".repeat(9_999) + "\r\n.")).startsWith("552 5.3.4 ");
            assertThat(server.queue.accepted).hasSize(1);
        }
    }

    @Test
    void a_message_that_went_round_a_hundred_times_is_refused() throws IOException {
        try (TestListeners server = TestListeners.with(dir, "RELAYED");
                Client client = Client.greeted(server.port())) {
            client.toData();
            assertThat(client.ask("Received: x\r\n\ty\r\n".repeat(99) + "\r\nReceived: z\r\n."))
                    .startsWith("250 ");
            client.toData();
            assertThat(client.ask("RECEIVED: x\r\n".repeat(100) + "\r\ntext\r\n."))
                    .startsWith("554 5.4.6 ");
        }
    }

    @Test
    void a_queue_that_cannot_take_the_message_is_a_temporary_failure() throws IOException {
        try (TestListeners server = TestListeners.with(dir, "RELAYED");
                Client client = Client.greeted(server.port())) {
            server.queue.failure = new QueueFullException("full");
            client.toData();
            assertThat(client.ask(".")).startsWith("452 4.3.1 ");
            server.queue.failure = new IOException("disk");
            client.toData();
            assertThat(client.ask(".")).startsWith("451 4.3.0 ");
            server.queue.failure = null;
            client.toData();
            assertThat(client.ask(".")).startsWith("250 2.0.0 ");
        }
    }

    @Test
    void too_many_errors_end_the_conversation() throws IOException {
        try (TestListeners server = TestListeners.with(dir, "RELAYED");
                Client client = Client.greeted(server.port())) {
            for (int i = 0; i < 19; i++) {
                assertThat(client.ask("BOO")).startsWith("500 ");
            }
            assertThat(client.ask("BOO")).startsWith("500 ");
            assertThat(client.reply()).isEqualTo("421 4.7.0 mail.test Error: too many errors");
            assertThat(client.reply()).isEmpty();
        }
    }

    @Test
    void a_request_of_a_browser_is_dropped() throws IOException {
        try (TestListeners server = TestListeners.with(dir, "RELAYED");
                Client client = new Client(server.port())) {
            client.reply();
            assertThat(client.ask("POST / HTTP/1.1")).startsWith("421 4.7.0 ");
            assertThat(client.reply()).isEmpty();
        }
    }

    @Test
    void a_silent_client_is_told_421() throws IOException {
        try (TestListeners server = new TestListeners(
                        dir,
                        TestListeners.policy(TestListeners.settings("In", "RELAYED", ListenerTls.NONE, 1000)),
                        10,
                        Duration.ofMillis(300));
                Client client = Client.greeted(server.port())) {
            assertThat(client.reply()).startsWith("421 4.4.2 ");
        }
    }

    @Test
    void a_client_over_the_connection_limit_is_told_421() throws IOException {
        try (TestListeners server = new TestListeners(
                        dir,
                        TestListeners.policy(TestListeners.settings("In", "RELAYED", ListenerTls.NONE, 1000)),
                        1,
                        Duration.ofSeconds(10));
                Client first = Client.greeted(server.port());
                Client second = new Client(server.port())) {
            assertThat(second.reply()).startsWith("421 ");
            assertThat(first.ask("NOOP")).startsWith("250 ");
        }
    }
}
