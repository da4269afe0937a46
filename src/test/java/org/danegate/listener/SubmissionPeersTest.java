package org.danegate.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.danegate.credentials.SenderLogins;
import org.danegate.credentials.SmtpUser;
import org.danegate.event.DeliveryEvent;
import org.danegate.peers.Peers;
import org.danegate.policy.ListenerSettings;
import org.danegate.policy.ListenerSettings.Authentication;
import org.danegate.policy.ListenerSettings.ListenerTls;
import org.danegate.policy.ListenerSettings.SenderGroup;
import org.danegate.sasl.ScramKeys;
import org.danegate.tagging.TagCheck;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Real peers: curl as a mail program, and HAProxy in front of a listener.
@Timeout(180)
class SubmissionPeersTest {

    private static final String PASSWORD = "plain horse battery";

    @TempDir
    Path dir;

    private static final class OneUser implements SenderLogins {

        private final Candidate app = new Candidate(
                ScramKeys.of(PASSWORD, new byte[] {1, 2, 3}, 4096),
                Optional.of(new SmtpUser(
                        "app",
                        new SmtpUser.Terms(List.of("@client.example"), null, null, true),
                        Instant.EPOCH,
                        Instant.EPOCH)));

        @Override
        public Candidate candidate(String name) {
            return name.equals("app") ? app : new Candidate(app.keys(), Optional.empty());
        }

        @Override
        public void used(SmtpUser user) {
            assertThat(user.name()).isEqualTo("app");
        }
    }

    private TestListeners listeners(ListenerTls tls, List<String> proxies) {
        ListenerSettings plain = new ListenerSettings(
                "In",
                "127.0.0.1",
                0,
                100_000,
                10,
                tls,
                null,
                List.of(new SenderGroup("ALL", List.of("ALL"), "ACCEPTED")));
        return new TestListeners(
                dir,
                TestListeners.policy(TestListeners.with(plain, tls, Authentication.REQUIRED, proxies)),
                TestListeners.bounds(100, Duration.ofSeconds(60)),
                TagCheck.NO_KEYS,
                new OneUser());
    }

    private int curl(String url, String password, String... options) throws Exception {
        Peers.require("/usr/bin/curl", "curl");
        Path message = Files.writeString(dir.resolve("message"), "Subject: by curl\r\n\r\nhello\r\n");
        List<String> command = new ArrayList<>(List.of("/usr/bin/curl", "-sS", "-k", "--max-time", "60", "--ssl-reqd"));
        command.addAll(List.of(options));
        command.addAll(List.of("--user", "app:" + password, "--mail-from", "me@client.example"));
        command.addAll(List.of("--mail-rcpt", "someone@ietf.org", "--upload-file", message.toString(), url));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("curl.log").toFile())
                .start();
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static String body(TestListeners server) throws IOException {
        return new String(server.queue.body(1).octets(), StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTH=PLAIN", "AUTH=LOGIN"})
    void curl_submits_over_starttls_and_over_tls_from_the_start(String mechanism) throws Exception {
        try (TestListeners server = listeners(ListenerTls.PREFERRED, List.of())) {
            assertThat(curl("smtp://127.0.0.1:" + server.port(), PASSWORD, "--login-options", mechanism))
                    .isZero();
            assertThat(body(server)).contains("with ESMTPSA");
        }
        try (TestListeners server = listeners(ListenerTls.IMPLICIT, List.of())) {
            assertThat(curl("smtps://127.0.0.1:" + server.port(), PASSWORD, "--login-options", mechanism))
                    .isZero();
            assertThat(body(server)).contains("with ESMTPSA");
            assertThat(curl("smtps://127.0.0.1:" + server.port(), "wrong"))
                    .as("login denied")
                    .isEqualTo(67);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"send-proxy", "send-proxy-v2"})
    void haproxy_names_its_client_and_its_health_check_passes(String version) throws Exception {
        Peers.require("/usr/sbin/haproxy", "haproxy");
        try (TestListeners server = listeners(ListenerTls.IMPLICIT, List.of("127.0.0.1"))) {
            int front = freePort();
            Process haproxy = haproxy(front, server.port(), version);
            try {
                await().atMost(Duration.ofSeconds(60)).until(() -> listens(front));
                assertThat(curl("smtps://127.0.0.1:" + front, PASSWORD, "--interface", "127.0.0.9"))
                        .isZero();
            } finally {
                haproxy.destroy();
                haproxy.waitFor(20, TimeUnit.SECONDS);
            }
            assertThat(body(server)).contains("([127.0.0.9])").contains("with ESMTPSA");
            assertThat(server.events(DeliveryEvent.InjectionRejected.class)).isEmpty();
        }
    }

    private Process haproxy(int front, int back, String version) throws IOException {
        Path configuration = Files.writeString(dir.resolve("haproxy.cfg"), """
                defaults
                    mode tcp
                    timeout connect 20s
                    timeout client 60s
                    timeout server 60s
                frontend submissions
                    bind 127.0.0.1:%d
                    default_backend danegate
                backend danegate
                    server one 127.0.0.1:%d %s check
                """.formatted(front, back, version));
        return new ProcessBuilder("/usr/sbin/haproxy", "-db", "-f", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("haproxy.log").toFile())
                .start();
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
