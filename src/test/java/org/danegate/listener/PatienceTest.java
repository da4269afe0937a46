package org.danegate.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.ListenerSettings.ListenerTls;
import org.danegate.policy.MailFlowPolicy;
import org.danegate.policy.MailFlowPolicy.Behavior;
import org.danegate.tagging.TagCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A conversation that leads to nothing ends, whatever the client does to keep it; mail of honest clients comes
/// through.
class PatienceTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(400);

    static {
        // Read with the first handshake of a process; the build's tests have it from their command line.
        org.danegate.smtp.TlsLimits.set();
    }

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(
            strings = {"NOOP", "RSET", "VRFY root", "HELP", "EHLO again.example", "MAIL FROM:<a@b.example>\r\nRSET"})
    void commands_that_lead_to_nothing_end_the_conversation(String commands) throws Exception {
        try (TestListeners server = TestListeners.with(dir, "RELAYED");
                Client client = Client.greeted(server.port())) {
            int answered = answered(client, commands);

            assertThat(answered).isEqualTo(Patience.JUNK_LIMIT + Patience.HARD_LIMIT);
            assertThat(server.events(DeliveryEvent.InjectionRejected.class))
                    .extracting(DeliveryEvent.InjectionRejected::reason)
                    .containsExactly("too many errors");
        }
    }

    /// Sends the same again and again; returns how often before 421, which must be the last word.
    private static int answered(Client client, String commands) throws IOException {
        for (int i = 1; i < 5000; i++) {
            client.send(commands + "\r\n");
            String reply = client.reply();
            if (commands.contains("\r\n")) {
                reply = client.reply();
            }
            if (i == Patience.JUNK_LIMIT + Patience.HARD_LIMIT) {
                assertThat(client.reply()).isEqualTo("421 4.7.0 mail.test Error: too many errors");
                assertThat(client.reply()).isEmpty();
                return i;
            }
            assertThat(reply).startsWith("2");
        }
        return 5000;
    }

    @Test
    void mail_in_between_keeps_the_conversation_however_many_idle_commands_it_has() throws Exception {
        try (TestListeners server = TestListeners.with(dir, "RELAYED");
                Client client = Client.greeted(server.port())) {
            for (int message = 0; message < 30; message++) {
                for (int i = 0; i < 20; i++) {
                    assertThat(client.ask("NOOP")).startsWith("250 ");
                }
                assertThat(client.ask("BOO")).startsWith("500 ");
                client.toData();
                assertThat(client.ask("text\r\n.")).startsWith("250 ");
            }
            assertThat(server.queue.accepted).hasSize(30);
        }
    }

    @Test
    void errors_beyond_the_first_ten_are_answered_slowly() throws Exception {
        ListenerBounds slow = new ListenerBounds(10, LONG, LONG, LONG, Duration.ofMillis(100));
        try (TestListeners server = with(slow, "RELAYED");
                Client client = Client.greeted(server.port())) {
            long begun = System.nanoTime();
            client.send("BOO\r\n".repeat(19));
            for (int i = 0; i < 10; i++) {
                client.reply();
            }
            long quick = System.nanoTime() - begun;
            for (int i = 10; i < 19; i++) {
                assertThat(client.reply()).startsWith("500 ");
            }
            assertThat(System.nanoTime() - begun - quick)
                    .isGreaterThan(Duration.ofMillis(700).toNanos());
        }
    }

    @Test
    void a_message_with_many_wrong_recipients_comes_through_for_the_others() throws Exception {
        try (TestListeners server = TestListeners.with(dir, "ACCEPTED");
                Client client = Client.greeted(server.port())) {
            client.ask("MAIL FROM:<list@client.example>");
            assertThat(client.ask("RCPT TO:<good@corp.example>")).startsWith("250 ");
            for (int i = 0; i < Patience.HARD_LIMIT; i++) {
                assertThat(client.ask(i % 2 == 0 ? "RCPT TO:<" + i + "@elsewhere.example>" : "RCPT TO:<wrong>"))
                        .matches("550 5\\.7\\.1 .*|501 5\\.1\\.3 .*");
            }
            assertThat(client.ask("RCPT TO:<other@corp.example>")).startsWith("452 4.5.3 Error: too many refused");
            assertThat(client.ask("DATA")).startsWith("354 ");
            assertThat(client.ask("text\r\n.")).startsWith("250 ");
            client.ask("MAIL FROM:<list@client.example>");
            assertThat(client.ask("RCPT TO:<other@corp.example>")).startsWith("250 ");
        }
    }

    @Test
    void recipients_refused_for_ever_end_the_conversation() throws Exception {
        try (TestListeners server = TestListeners.with(dir, "ACCEPTED")) {
            try (Client client = Client.greeted(server.port())) {
                client.ask("MAIL FROM:<a@client.example>");
                for (int i = 0; i < Patience.HARD_LIMIT; i++) {
                    assertThat(client.ask("RCPT TO:<x@elsewhere.example>")).startsWith("550 ");
                }
                assertThat(client.reply()).startsWith("421 4.7.0 ");
            }
            try (Client client = Client.greeted(server.port())) {
                client.ask("MAIL FROM:<a@client.example>");
                client.ask("RCPT TO:<x@corp.example>");
                for (int i = 0; i < Patience.REFUSED_LIMIT; i++) {
                    assertThat(client.ask("RCPT TO:<x@elsewhere.example>")).matches("(550|452) .*");
                }
                assertThat(client.reply()).startsWith("421 4.7.0 ");
            }
        }
    }

    @Test
    void recipients_over_the_number_of_a_message_are_put_off_and_then_end_the_conversation() throws Exception {
        try (TestListeners server = TestListeners.with(dir, "RELAYED");
                Client client = Client.greeted(server.port())) {
            client.ask("MAIL FROM:<a@client.example>");
            for (int i = 0; i < 3; i++) {
                assertThat(client.ask("RCPT TO:<x" + i + "@ietf.org>")).startsWith("250 ");
            }
            for (int i = 0; i < Patience.REFUSED_LIMIT; i++) {
                assertThat(client.ask("RCPT TO:<y@ietf.org>")).startsWith("452 4.5.3 ");
            }
            assertThat(client.reply()).startsWith("421 4.7.0 ");
        }
    }

    @Test
    void a_command_that_comes_octet_by_octet_is_ended() throws Exception {
        try (TestListeners server = with(TestListeners.bounds(10, SHORT), "RELAYED");
                Client client = Client.greeted(server.port())) {
            dripped(client, "x");
            assertThat(client.reply()).isEqualTo("421 4.4.2 mail.test Error: timeout exceeded");
        }
    }

    @Test
    void a_message_that_comes_octet_by_octet_is_ended() throws Exception {
        try (TestListeners server = with(TestListeners.bounds(10, SHORT), "RELAYED");
                Client client = Client.greeted(server.port())) {
            client.toData();
            dripped(client, "x");
            assertThat(client.reply()).isEqualTo("421 4.4.2 mail.test Error: the message comes too slowly");
            assertThat(server.events(DeliveryEvent.MessageAborted.class)).hasSize(1);
        }
    }

    @Test
    void a_message_that_comes_at_a_fair_pace_may_take_longer_than_one_timeout() throws Exception {
        try (TestListeners server = with(TestListeners.bounds(10, SHORT), "RELAYED");
                Client client = Client.greeted(server.port())) {
            client.toData();
            for (int i = 0; i < 12; i++) {
                client.send("x".repeat(100) + "\r\n");
                pause(Duration.ofMillis(60));
            }
            assertThat(client.ask(".")).startsWith("250 ");
        }
    }

    @Test
    void a_conversation_without_mail_ends_though_the_client_is_never_silent() throws Exception {
        ListenerBounds bounds = new ListenerBounds(10, LONG, LONG, SHORT, Duration.ofMillis(1));
        try (TestListeners server = with(bounds, "RELAYED");
                Client client = Client.greeted(server.port())) {
            String reply = client.ask("NOOP");
            for (int i = 0; i < 90 && reply.startsWith("250 "); i++) {
                pause(Duration.ofMillis(20));
                reply = client.ask("NOOP");
            }
            assertThat(reply).isEqualTo("421 4.4.2 mail.test Error: no mail for too long");
        }
    }

    @Test
    void a_client_that_takes_no_replies_is_cut_off() throws Exception {
        try (TestListeners server = with(TestListeners.bounds(10, SHORT), "ACCEPTED");
                Socket client = new Socket()) {
            client.setReceiveBufferSize(4096);
            client.connect(new java.net.InetSocketAddress("127.0.0.1", server.port()));
            client.getOutputStream()
                    .write("EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<a@corp.example>\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] refused = ("RCPT TO:<" + "y".repeat(50) + "@elsewhere.example>\r\n")
                    .repeat(400)
                    .getBytes(StandardCharsets.US_ASCII);
            Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < 1000; i++) {
                        client.getOutputStream().write(refused);
                    }
                } catch (IOException cutOff) {
                    // That is what is waited for.
                }
            });
            org.awaitility.Awaitility.await()
                    .atMost(LONG)
                    .until(() ->
                            !server.events(DeliveryEvent.InjectionClosed.class).isEmpty());
        }
    }

    @Test
    void a_tls_handshake_that_comes_octet_by_octet_is_cut_off() throws Exception {
        ListenerBounds bounds = new ListenerBounds(10, LONG, SHORT, LONG, Duration.ofMillis(1));
        try (TestListeners server = with(bounds, "RELAYED");
                Client client = Client.greeted(server.port())) {
            client.ask("STARTTLS");
            // A record of 16,000 octets, of which one comes at a time.
            client.send("\u0016\u0003\u0001\u003e\u0001\u0001");
            dripped(client, "x");
            org.awaitility.Awaitility.await()
                    .atMost(LONG)
                    .until(() ->
                            !server.events(DeliveryEvent.InjectionClosed.class).isEmpty());
            assertThat(server.events(DeliveryEvent.InjectionRejected.class))
                    .extracting(DeliveryEvent.InjectionRejected::reason)
                    .contains("the client was too slow, its connection was closed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RELAYED", "BLOCKED"})
    void one_address_never_locks_the_others_out(String flow) throws Exception {
        ListenerBounds bounds = TestListeners.bounds(40, LONG);
        List<Client> greedy = new ArrayList<>();
        try (TestListeners server = with(bounds, flow)) {
            int held = 0;
            for (int i = 0; i < 60; i++) {
                Client client = new Client(server.port());
                greedy.add(client);
                held += client.reply().startsWith("421 ") ? 0 : 1;
            }
            assertThat(held).isEqualTo(20);
            try (Socket other = new Socket()) {
                other.bind(new java.net.InetSocketAddress("127.0.0.7", 0));
                other.connect(new java.net.InetSocketAddress("127.0.0.1", server.port()));
                other.setSoTimeout(10_000);
                byte[] greeting = new byte[3];
                assertThat(other.getInputStream().readNBytes(greeting, 0, 3)).isEqualTo(3);
                assertThat(new String(greeting, StandardCharsets.US_ASCII)).isIn("220", "554");
            }
            org.awaitility.Awaitility.await()
                    .atMost(LONG)
                    .until(() -> server.events(DeliveryEvent.SystemNotice.class).stream()
                            .anyMatch(e -> e.text().contains("turned away")));
        } finally {
            for (Client client : greedy) {
                client.close();
            }
        }
    }

    @Test
    void a_stranger_has_fifty_connections_and_ten_new_ones_a_second() throws Exception {
        SenderCounts counts = new SenderCounts(java.time.InstantSource.fixed(java.time.Instant.EPOCH));
        MailFlowPolicy accepted = new MailFlowPolicy("ACCEPTED", Behavior.ACCEPT);
        java.net.InetAddress one = java.net.InetAddress.getByName("2001:db8::1");
        java.net.InetAddress beside = java.net.InetAddress.getByName("2001:db8::2:1");
        for (int i = 0; i < SenderCounts.CONNECTIONS_OF_A_STRANGER; i++) {
            assertThat(counts.enter(accepted, i % 2 == 0 ? one : beside)).isTrue();
        }
        assertThat(counts.enter(accepted, one)).isFalse();
        assertThat(counts.enter(accepted, java.net.InetAddress.getByName("2001:db8:0:1::1")))
                .isTrue();
        counts.leave(accepted, beside);
        int taken = 0;
        while (counts.enter(accepted, one)) {
            counts.leave(accepted, one);
            taken++;
        }
        assertThat(taken)
                .isEqualTo(SenderCounts.NEW_CONNECTIONS_OF_A_STRANGER - SenderCounts.CONNECTIONS_OF_A_STRANGER - 1);
        MailFlowPolicy relayed = new MailFlowPolicy("RELAYED", Behavior.RELAY);
        for (int i = 0; i < 2000; i++) {
            assertThat(counts.enter(relayed, one)).isTrue();
        }
    }

    @Test
    void renegotiation_that_a_client_asks_for_is_refused() throws Exception {
        try (TestListeners server = TestListeners.with(dir, "RELAYED");
                Client client = Client.greeted(server.port())) {
            client.ask("STARTTLS");
            SSLSocket secure = client.startTls("TLSv1.2");
            assertThat(client.ask("EHLO client.example")).contains("250");
            secure.startHandshake();
            // No reply, but an alert or the end of the connection.
            String reply;
            try {
                reply = client.ask("NOOP");
            } catch (SSLException refused) {
                reply = "";
            }
            assertThat(reply).isEmpty();
            org.awaitility.Awaitility.await()
                    .atMost(LONG)
                    .until(() ->
                            !server.events(DeliveryEvent.InjectionClosed.class).isEmpty());
        }
    }

    private TestListeners with(ListenerBounds bounds, String flow) {
        return new TestListeners(
                dir,
                TestListeners.policy(TestListeners.settings("In", flow, ListenerTls.PREFERRED, 10_000)),
                bounds,
                TagCheck.NO_KEYS);
    }

    /// Goes on sending an octet each 20 ms beside the test until the connection is closed.
    private static void dripped(Client client, String octet) {
        Executors.newVirtualThreadPerTaskExecutor().submit(() -> {
            for (int i = 0; i < 1000; i++) {
                client.send(octet);
                pause(Duration.ofMillis(20));
            }
            return null;
        });
    }

    private static void pause(Duration time) {
        java.util.concurrent.locks.LockSupport.parkNanos(time.toNanos());
    }
}
