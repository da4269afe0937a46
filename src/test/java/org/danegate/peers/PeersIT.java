package org.danegate.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.danegate.e2e.PackagedProgram;
import org.danegate.practice.PracticeCertificate;
import org.danegate.practice.PracticeCertificates;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Mail through the packaged jar into a real Postfix, named by zones that NSD serves and unbound resolves.
class PeersIT {

    private static final String PASSWORD = "Practice-makes-1";

    private static Path folder;
    private static Peers peers;
    private static Process server;
    private static int smtp;
    private static int http;
    private static int dns;
    private static int mx;

    @BeforeAll
    static void start() throws Exception {
        Peers.require("/usr/sbin/nsd", "nsd");
        Peers.require("/usr/sbin/unbound", "unbound");
        Peers.require("/usr/sbin/postfix", "postfix");
        Peers.require("/usr/bin/dnssec-signzone", "bind9-utils");
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "Postfix can be started by root alone");
        folder = Files.createTempDirectory("danegate-peers");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        smtp = freePort();
        http = freePort();
        dns = freePort();
        mx = freePort();
        PracticeCertificate certificate = new PracticeCertificates().leaf("mx.good.test");
        peers = new Peers(folder, freePort(), dns, mx);
        peers.start(certificate);
        startServer();
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.destroy();
            server.waitFor(25, TimeUnit.SECONDS);
        }
        if (peers != null) {
            peers.close();
        }
    }

    @Test
    void mail_to_the_right_record_arrives_in_postfix_under_dane() throws Exception {
        send("someone@good.test", "To the right record");

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(peers.mailbox()).contains("To the right record"));
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(mailLog())
                        .containsPattern("DCID \\d+ TLS success protocol TLSv1\\.[23] cipher \\S+ for good\\.test"));
    }

    @Test
    void mail_to_the_wrong_record_stays_and_says_why() throws Exception {
        send("someone@wrong.test", "To the wrong record");

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(get("/api/v1/delivery-status/wrong.test"))
                        .containsPattern("\"activeRecipients\"\\s*:\\s*1")
                        .containsPattern("\"dane\"\\s*:\\s*true")
                        .contains("does not match"));
        assertThat(peers.mailbox()).doesNotContain("To the wrong record");
    }

    @Test
    void daneverify_tells_success_and_failure_by_its_exit_status() throws Exception {
        Path right = folder.resolve("verify-good.out");
        Path wrong = folder.resolve("verify-wrong.out");

        assertThat(daneverify("good.test", right)).isZero();
        assertThat(daneverify("wrong.test", wrong)).isEqualTo(1);
        assertThat(Files.readString(right))
                .contains("SECURE MX record(mx.good.test) found for good.test")
                .contains("SECURE A record (" + Peers.MX_ADDRESS + ") found for MX(mx.good.test) in good.test")
                .endsWith("DANE SUCCESS for good.test\nDANE verification completed.\n");
        assertThat(Files.readString(wrong)).contains("DANE FAILED for wrong.test");
    }

    /// Debian's Postfix does not know REQUIRETLS. The notice goes to the same Postfix, untagged and without the
    /// text.
    @Test
    @Tag("Q-06")
    @Tag("Q-07")
    void a_message_that_requires_tls_comes_back_from_a_postfix_that_does_not_know_it() throws Exception {
        send("someone@good.test", "Only to those who require TLS", "REQUIRETLS");

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(peers.mailbox())
                        .contains("5.7.30", "Subject: Only to those who require TLS", "text/rfc822-headers"));
        assertThat(peers.mailbox()).doesNotContain("Hello, REQUIRETLS");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(mailLog())
                        .containsPattern("MID \\d+ REQUIRETLS")
                        .containsPattern("REQUIRETLS DCID \\d+ MID \\d+ at mx\\.good\\.test: norequiretls, not sent"));
    }

    private static int daneverify(String domain, Path out) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of("bin", "danegate").toAbsolutePath().toString(),
                        "daneverify",
                        "--resolver",
                        "127.0.0.1:" + dns,
                        "--trust-anchor",
                        peers.trustAnchor().toString(),
                        "--port",
                        String.valueOf(mx),
                        domain)
                .redirectError(folder.resolve("verify.err").toFile())
                .redirectOutput(out.toFile());
        builder.environment().put("DANEGATE_JAVA", System.getProperty("java.home"));
        builder.environment().put("DANEGATE_CACHE_DIR", folder.resolve("cache").toString());
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static void startServer() throws IOException {
        Path policy = Files.writeString(folder.resolve("policy.yml"), """
                dns:
                  servers: [ { address: 127.0.0.1, port: %d } ]
                  trustAnchorFile: %s
                destinationControls:
                  default: { ipAddressPreference: PREFER_V4 }
                  destinations:
                    - { domain: good.test, tls: REQUIRED, dane: MANDATORY }
                    - { domain: wrong.test, tls: REQUIRED, dane: MANDATORY }
                listeners:
                  - { name: OutgoingMail, address: 127.0.0.1, port: %d }
                """.formatted(dns, peers.trustAnchor(), smtp));
        server = new ProcessBuilder(PackagedProgram.command(List.of(
                        "--server.port=" + http,
                        "--danegate.data-dir=" + folder.resolve("data"),
                        "--danegate.policy-file=" + policy,
                        "--danegate.hostname=gateway.test",
                        "--danegate.delivery.port=" + mx,
                        "--danegate.admin-password=" + PASSWORD)))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.out").toFile())
                .start();
        await().atMost(Duration.ofSeconds(90)).until(PeersIT::ready);
    }

    private static boolean ready() {
        try {
            return get("/actuator/health/readiness").contains("UP");
        } catch (IOException e) {
            return false;
        }
    }

    private static String get(String path) throws IOException {
        String credentials = Base64.getEncoder().encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + path))
                .header("Authorization", "Basic " + credentials)
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static String mailLog() throws IOException {
        return Files.readString(folder.resolve("data/logs/mail_logs/mail.current"));
    }

    private static void send(String to, String subject) throws Exception {
        send(to, subject, "");
    }

    /// @param extension a parameter of MAIL, which is sent under TLS; empty for none, in clear
    private static void send(String to, String subject, String extension) throws Exception {
        Properties properties = new Properties();
        if (!extension.isEmpty()) {
            properties.put("mail.smtp.starttls.required", "true");
            properties.put("mail.smtp.ssl.trust", "*");
            properties.put("mail.smtp.ssl.checkserveridentity", "false");
            properties.put("mail.smtp.mailextension", extension);
        }
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", String.valueOf(smtp));
        MimeMessage message = new MimeMessage(Session.getInstance(properties));
        message.setFrom(new InternetAddress("sender@good.test"));
        message.setRecipients(jakarta.mail.Message.RecipientType.TO, to);
        message.setSubject(subject);
        message.setText("Hello, " + extension + "\r\n");
        Transport.send(message);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
