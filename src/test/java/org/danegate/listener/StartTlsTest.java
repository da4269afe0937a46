package org.danegate.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import org.danegate.certificate.CertificateMaterial;
import org.danegate.certificate.Certificates;
import org.danegate.certificate.TestPki;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.ListenerSettings;
import org.danegate.policy.ListenerSettings.ListenerTls;
import org.danegate.policy.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartTlsTest {

    @TempDir
    Path dir;

    @Test
    void a_message_comes_in_over_tls_with_a_certificate_made_once() throws Exception {
        X509Certificate first;
        try (TestListeners server = TestListeners.with(dir, "RELAYED");
                Client client = Client.greeted(server.port())) {
            assertThat(client.ask("STARTTLS")).startsWith("220 2.0.0 ");
            first = (X509Certificate) client.startTls().getSession().getPeerCertificates()[0];
            assertThat(client.ask("MAIL FROM:<>")).startsWith("503 5.5.1 ");
            assertThat(client.ask("EHLO client.example")).doesNotContain("STARTTLS");
            assertThat(client.ask("STARTTLS")).startsWith("503 5.5.1 ");
            client.toData();
            assertThat(client.ask("hello\r\n.")).startsWith("250 ");
            assertThat(new String(server.queue.body(1).octets(), StandardCharsets.US_ASCII))
                    .contains("with ESMTPS id 1");
            assertThat(server.events(DeliveryEvent.InjectionTls.class)
                            .getFirst()
                            .protocol())
                    .isEqualTo("TLSv1.3");
        }
        assertThat(first.getSubjectX500Principal().getName()).isEqualTo("CN=mail.test");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("tls/self-signed.key.pem"))))
                .isEqualTo("rw-------");
        try (TestListeners again = TestListeners.with(dir, "RELAYED");
                Client client = Client.greeted(again.port())) {
            client.ask("STARTTLS");
            assertThat(client.startTls().getSession().getPeerCertificates()[0]).isEqualTo(first);
        }
    }

    @Test
    void a_certificate_installed_replaced_and_deleted_is_seen_by_the_next_client_without_a_restart() throws Exception {
        TestPki pki = new TestPki();
        ListenerSettings plain = TestListeners.settings("In", "RELAYED", ListenerTls.PREFERRED, 10_000);
        ListenerSettings named = new ListenerSettings(
                plain.name(),
                plain.address(),
                plain.port(),
                plain.maxMessageSize(),
                plain.maxRecipients(),
                plain.tls(),
                "gateway",
                plain.senderGroups());
        Policy policy = TestListeners.policy(named);
        try (TestListeners server = new TestListeners(dir, policy, 10, Duration.ofSeconds(10))) {
            Certificates certificates = new Certificates(
                    server.certificates,
                    server.commits,
                    Policy::defaults,
                    () -> "",
                    server.events::add,
                    InstantSource.system());
            assertThat(shown(server)).isEqualTo("CN=mail.test");

            TestPki.Signed first = pki.leaf("first.example");
            certificates.upload("gateway", material(first), "admin");
            assertThat(shown(server)).isEqualTo("CN=first.example");

            TestPki.Signed second = pki.leaf("second.example");
            certificates.replace("gateway", material(second), "admin");
            assertThat(shown(server)).isEqualTo("CN=second.example");

            server.commits.commit(TestListeners.policy(plain));
            certificates.delete("gateway", "admin");
            assertThat(shown(server)).isEqualTo("CN=mail.test");
        }
    }

    private static CertificateMaterial material(TestPki.Signed one) {
        return new CertificateMaterial(one.pem(), one.key(), "", new byte[0]);
    }

    private static String shown(TestListeners server) throws Exception {
        try (Client client = Client.greeted(server.port())) {
            client.ask("STARTTLS");
            X509Certificate seen =
                    (X509Certificate) client.startTls().getSession().getPeerCertificates()[0];
            return seen.getSubjectX500Principal().getName();
        }
    }

    @Test
    void commands_sent_in_clear_behind_starttls_are_never_obeyed() throws Exception {
        try (TestListeners server = TestListeners.with(dir, "RELAYED");
                Client client = Client.greeted(server.port())) {
            client.send("STARTTLS\r\nEHLO x\r\nMAIL FROM:<evil@bad.example>\r\n");
            assertThat(client.reply()).startsWith("421 4.7.0 ");
            assertThat(client.reply()).isEmpty();
            assertThat(server.events(DeliveryEvent.MessageStarted.class)).isEmpty();
        }
    }

    @Test
    void a_listener_that_requires_tls_takes_no_mail_in_clear() throws Exception {
        try (TestListeners server = new TestListeners(
                        dir,
                        TestListeners.policy(TestListeners.settings("In", "RELAYED", ListenerTls.REQUIRED, 1000)),
                        10,
                        Duration.ofSeconds(10));
                Client client = Client.greeted(server.port())) {
            assertThat(client.ask("MAIL FROM:<>")).startsWith("530 5.7.0 ");
            assertThat(client.ask("NOOP")).startsWith("250 ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, ECDHE-RSA-AES256-GCM-SHA384",
        "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384, DHE-RSA-AES256-GCM-SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, ECDHE-ECDSA-CHACHA20-POLY1305",
        "TLS_RSA_WITH_AES_128_CBC_SHA, AES128-SHA",
        "TLS_AES_256_GCM_SHA384, TLS_AES_256_GCM_SHA384"
    })
    void cipher_suites_have_the_names_of_openssl(String suite, String name) {
        assertThat(OpenSslCipher.name(suite)).isEqualTo(name);
    }
}
