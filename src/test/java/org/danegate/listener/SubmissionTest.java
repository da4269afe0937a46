package org.danegate.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.danegate.credentials.SenderLogins;
import org.danegate.credentials.SmtpUser;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.ListenerSettings;
import org.danegate.policy.ListenerSettings.Authentication;
import org.danegate.policy.ListenerSettings.ListenerTls;
import org.danegate.sasl.Login;
import org.danegate.sasl.ScramClient;
import org.danegate.sasl.ScramKeys;
import org.danegate.tagging.TagCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Submission: AUTH under STARTTLS and under TLS from the start (RFC 4954, RFC 6409, RFC 8314).
@Timeout(120)
class SubmissionTest {

    private static final String PASSWORD = "plain horse battery";

    @TempDir
    Path dir;

    private final Users users = new Users();

    /// Users in memory, made-up keys for all others.
    private static final class Users implements SenderLogins {

        private final Map<String, Candidate> all = new ConcurrentHashMap<>();
        private final Set<String> used = ConcurrentHashMap.newKeySet();

        Users() {
            add("app", new SmtpUser.Terms(List.of("@client.example", "boss@other.example"), 3, null, true));
            add("off", new SmtpUser.Terms(List.of("ALL"), null, null, false));
            add("old", new SmtpUser.Terms(List.of("ALL"), null, LocalDate.EPOCH, true));
        }

        private void add(String name, SmtpUser.Terms terms) {
            SmtpUser user = new SmtpUser(name, terms, Instant.EPOCH, Instant.EPOCH);
            all.put(name, new Candidate(ScramKeys.of(PASSWORD, new byte[] {1, 2, 3}, 4096), Optional.of(user)));
        }

        @Override
        public Candidate candidate(String name) {
            return all.getOrDefault(
                    name.toLowerCase(Locale.ROOT),
                    new Candidate(new ScramKeys(new byte[] {9}, 4096, new byte[32], new byte[32]), Optional.empty()));
        }

        @Override
        public void used(SmtpUser user) {
            used.add(user.name());
        }
    }

    private TestListeners listeners(ListenerTls tls, Authentication auth) {
        ListenerSettings plain = TestListeners.settings("In", "ACCEPTED", tls, 10_000);
        return new TestListeners(
                dir,
                TestListeners.policy(TestListeners.with(plain, tls, auth, List.of())),
                TestListeners.bounds(100, Duration.ofSeconds(20)),
                TagCheck.NO_KEYS,
                users);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String plain(String user, String password) {
        return base64("\0" + user + "\0" + password);
    }

    @Test
    void a_user_relays_over_tls_from_the_start_and_received_and_the_log_say_so() throws Exception {
        try (TestListeners server = listeners(ListenerTls.IMPLICIT, Authentication.REQUIRED);
                Client client = new Client(server.port())) {
            client.startTls();
            assertThat(client.reply()).startsWith("220 ");
            assertThat(client.ask("EHLO client.example"))
                    .contains("AUTH SCRAM-SHA-256 PLAIN LOGIN")
                    .doesNotContain("STARTTLS");
            assertThat(client.ask("MAIL FROM:<a@client.example>")).isEqualTo("530 5.7.0 Authentication required");
            assertThat(client.ask("AUTH PLAIN " + plain("App", PASSWORD)))
                    .isEqualTo("235 2.7.0 Authentication successful");
            assertThat(client.ask("AUTH PLAIN " + plain("app", PASSWORD))).startsWith("503 5.5.1 ");
            assertThat(client.ask("EHLO client.example")).doesNotContain("AUTH");
            assertThat(client.ask("RSET")).startsWith("250 ");
            assertThat(client.ask("MAIL FROM:<a@client.example> AUTH=<>")).startsWith("250 ");
            assertThat(client.ask("AUTH PLAIN =")).startsWith("503 5.5.1 ");
            assertThat(client.ask("RCPT TO:<someone@ietf.org>")).startsWith("250 ");
            assertThat(client.ask("DATA")).startsWith("354 ");
            assertThat(client.ask("Subject: x\r\n\r\nhello\r\n.")).startsWith("250 ");
            assertThat(new String(server.queue.body(1).octets(), StandardCharsets.US_ASCII))
                    .contains("with ESMTPSA id 1");
            assertThat(server.queue.accepted.getFirst().envelope().relayed()).isTrue();
            assertThat(server.events(DeliveryEvent.InjectionAuthenticated.class))
                    .singleElement()
                    .satisfies(e -> assertThat(e.user() + " " + e.mechanism() + " " + e.failure())
                            .isEqualTo("app PLAIN null"));
            assertThat(users.used).containsExactly("app");
        }
    }

    @Test
    void auth_is_offered_only_under_tls() throws Exception {
        try (TestListeners server = listeners(ListenerTls.PREFERRED, Authentication.REQUIRED);
                Client client = new Client(server.port())) {
            client.reply();
            assertThat(client.ask("AUTH PLAIN " + plain("app", PASSWORD))).startsWith("538 5.7.11 ");
            assertThat(client.ask("EHLO client.example")).doesNotContain("AUTH").contains("STARTTLS");
            assertThat(client.ask("AUTH PLAIN " + plain("app", PASSWORD))).startsWith("538 5.7.11 ");
            assertThat(client.ask("MAIL FROM:<a@client.example>")).startsWith("530 5.7.0 Must issue a STARTTLS");
            assertThat(client.ask("STARTTLS")).startsWith("220 ");
            client.startTls();
            assertThat(client.ask("AUTH PLAIN " + plain("app", PASSWORD))).startsWith("503 5.5.1 ");
            assertThat(client.ask("EHLO client.example")).contains("AUTH SCRAM-SHA-256 PLAIN LOGIN");
            assertThat(client.ask("AUTH LOGIN")).isEqualTo("334 " + base64("Username:"));
            assertThat(client.ask(base64("app"))).isEqualTo("334 " + base64("Password:"));
            assertThat(client.ask(base64(PASSWORD))).startsWith("235 2.7.0 ");
        }
        try (TestListeners server = listeners(ListenerTls.PREFERRED, Authentication.NONE);
                Client client = Client.greeted(server.port())) {
            assertThat(client.ask("AUTH PLAIN " + plain("app", PASSWORD))).startsWith("503 5.5.1 AUTH is not offered");
        }
    }

    @Test
    void scram_proves_both_sides_and_a_wrong_password_does_not_pass() throws Exception {
        try (TestListeners server = listeners(ListenerTls.IMPLICIT, Authentication.OFFERED)) {
            try (Client client = Client.secured(server.port())) {
                ScramClient scram = new ScramClient(new Login("app", PASSWORD), "client-nonce");
                assertThat(scram(client, scram)).startsWith("334 ");
                scram.check(challenge(lastReply));
                assertThat(client.ask("")).startsWith("235 2.7.0 ");
                assertThat(client.ask("MAIL FROM:<a@client.example>")).startsWith("250 ");
            }
            try (Client client = Client.secured(server.port())) {
                assertThat(scram(client, new ScramClient(new Login("app", "wrong"), "client-nonce")))
                        .isEqualTo("535 5.7.8 Authentication credentials invalid");
                assertThat(scram(client, new ScramClient(new Login("nobody", PASSWORD), "client-nonce")))
                        .isEqualTo("535 5.7.8 Authentication credentials invalid");
            }
        }
    }

    private String lastReply = "";

    private String scram(Client client, ScramClient scram) throws Exception {
        String first = client.ask("AUTH SCRAM-SHA-256 " + Base64.getEncoder().encodeToString(scram.first()));
        assertThat(first).startsWith("334 ");
        lastReply = client.ask(Base64.getEncoder().encodeToString(scram.proof(challenge(first))));
        return lastReply;
    }

    private static byte[] challenge(String reply) {
        return Base64.getDecoder().decode(reply.substring(4));
    }

    @Test
    void what_is_malformed_cancelled_too_long_or_unknown_gets_its_own_code() throws Exception {
        try (TestListeners server = listeners(ListenerTls.IMPLICIT, Authentication.OFFERED);
                Client client = Client.secured(server.port())) {
            assertThat(client.ask("AUTH GSSAPI")).startsWith("504 5.5.4 ");
            assertThat(client.ask("AUTH")).startsWith("501 5.5.4 ");
            assertThat(client.ask("AUTH PLAIN a b")).startsWith("501 5.5.4 ");
            assertThat(client.ask("AUTH PLAIN !!!")).startsWith("501 5.5.2 ");
            assertThat(client.ask("AUTH PLAIN =")).startsWith("501 5.5.2 ");
            assertThat(client.ask("AUTH PLAIN")).isEqualTo("334 ");
            assertThat(client.ask("*")).startsWith("501 5.7.0 ");
            assertThat(client.ask("AUTH PLAIN")).isEqualTo("334 ");
            assertThat(client.ask("A".repeat(12_287))).startsWith("500 5.5.6 ");
            assertThat(client.ask("AUTH PLAIN " + "A".repeat(12_287))).startsWith("500 5.5.6 ");
            assertThat(client.ask("MAIL FROM:<a@client.example> AUTH=b ad")).startsWith("555 ");
            assertThat(client.ask("MAIL FROM:<a@client.example> AUTH=b+4")).startsWith("501 5.5.4 ");
            assertThat(client.ask("NOOP")).startsWith("250 ");
        }
    }

    @Test
    void nobody_learns_why_a_password_was_not_accepted() throws Exception {
        try (TestListeners server = listeners(ListenerTls.IMPLICIT, Authentication.OFFERED);
                Client client = Client.secured(server.port())) {
            for (String user : List.of("app", "off", "old", "nobody")) {
                String given = user.equals("app") ? "wrong" : PASSWORD;
                assertThat(client.ask("AUTH PLAIN " + plain(user, given)))
                        .isEqualTo("535 5.7.8 Authentication credentials invalid");
            }
            assertThat(server.events(DeliveryEvent.InjectionAuthenticated.class))
                    .extracting(DeliveryEvent.InjectionAuthenticated::failure)
                    .containsExactly("wrong password", "the user is disabled", "the user has expired", "no such user");
            assertThat(client.ask("MAIL FROM:<a@client.example>")).startsWith("250 ");
            assertThat(client.ask("RCPT TO:<someone@ietf.org>")).startsWith("550 5.7.1 Relaying denied");
        }
    }

    @Test
    void a_user_sends_as_the_allowed_senders_only_and_so_many_an_hour() throws Exception {
        try (TestListeners server = listeners(ListenerTls.IMPLICIT, Authentication.REQUIRED);
                Client client = Client.secured(server.port())) {
            client.ask("AUTH PLAIN " + plain("app", PASSWORD));
            assertThat(client.ask("MAIL FROM:<a@sub.client.example>")).startsWith("553 5.7.1 ");
            assertThat(client.ask("MAIL FROM:<worker@other.example>")).startsWith("553 5.7.1 ");
            assertThat(client.ask("MAIL FROM:<Boss@OTHER.example>")).startsWith("250 ");
            client.ask("RSET");
            assertThat(client.ask("MAIL FROM:<>")).startsWith("250 ");
            for (int i = 0; i < 3; i++) {
                assertThat(client.ask("RCPT TO:<r" + i + "@ietf.org>")).startsWith("250 ");
            }
            client.ask("RSET");
            client.ask("MAIL FROM:<a@client.example>");
            assertThat(client.ask("RCPT TO:<r4@ietf.org>")).startsWith("452 4.5.3 ");
        }
    }

    @Test
    void guesses_are_put_off_after_some_and_the_right_password_then_waits_too() throws Exception {
        try (TestListeners server = listeners(ListenerTls.IMPLICIT, Authentication.OFFERED);
                Client client = Client.secured(server.port())) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.ask("AUTH PLAIN " + plain("app", "guess " + i)))
                        .startsWith("535 5.7.8 ");
            }
            assertThat(client.ask("AUTH PLAIN " + plain("app", PASSWORD))).startsWith("454 4.7.0 Too many");
        }
    }

    @Test
    void mail_in_clear_and_noise_are_not_answered_where_tls_begins_with_the_connection() throws Exception {
        try (TestListeners server = listeners(ListenerTls.IMPLICIT, Authentication.REQUIRED);
                Client client = new Client(server.port())) {
            client.send("EHLO client.example\r\n");
            assertThat(client.reply()).doesNotContain("220").doesNotContain("250");
        }
    }
}
