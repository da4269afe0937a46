package org.danegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.danegate.practice.PracticeNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two layers (seed: "Habilitar DANE en entornos de varios dispositivos"): one that scans and hands everything on by a
/// route, one that delivers. The policies are those of `docs/guide/several-layers.md`.
class LayersIT {

    @TempDir
    Path folder;

    @Test
    void dane_on_the_delivery_layer_alone_delivers_what_it_should_and_holds_what_it_must() throws Exception {
        int scanning = RunningServer.freePort();
        int delivery = RunningServer.freePort();
        try (PracticeNetwork world = PracticeNetwork.start();
                RunningServer inner = RunningServer.start(
                        folder.resolve("scanning"),
                        scanningLayer(scanning, delivery, "NONE"),
                        "--danegate.hostname=scanning.example");
                RunningServer outer = RunningServer.start(
                        folder.resolve("delivery"),
                        deliveryLayer(delivery, world),
                        "--danegate.hostname=delivery.example",
                        "--danegate.delivery.port=" + world.deliveryPort())) {
            send(scanning, "someone@ok.practice", "Through two layers");
            send(scanning, "someone@wrong-certificate.practice", "Held by the outer layer");

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(world.inbox().all())
                            .anyMatch(m -> m.text().contains("Through two layers")));
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(outer.get("/api/v1/delivery-status/wrong-certificate.practice"))
                            .containsPattern("\"activeRecipients\"\\s*:\\s*1")
                            .contains("does not match"));
            assertThat(outer.mailLog())
                    .containsPattern("TLS success protocol TLSv1\\.[23] cipher \\S+ for ok\\.practice");
            assertThat(inner.mailLog())
                    .as("the scanning layer does no DANE of its own")
                    .doesNotContain("for ok.practice")
                    .contains("Message done DCID");
            assertThat(inner.get("/api/v1/delivery-status/wrong-certificate.practice"))
                    .as("nothing waits in the scanning layer")
                    .doesNotContainPattern("\"activeRecipients\"\\s*:\\s*1");
            assertThat(world.inbox().all()).noneMatch(m -> m.text().contains("Held by the outer layer"));
            assertThat(world.inbox().all())
                    .filteredOn(m -> m.text().contains("Through two layers"))
                    .allSatisfy(m -> assertThat(m.text()).contains("by scanning.example", "by delivery.example"));
        }
    }

    @Test
    void dane_on_the_scanning_layer_holds_all_mail_there_and_says_that_the_route_is_why() throws Exception {
        int scanning = RunningServer.freePort();
        try (RunningServer inner = RunningServer.start(
                folder.resolve("scanning"), scanningLayer(scanning, RunningServer.freePort(), "MANDATORY"))) {
            send(scanning, "someone@ok.practice", "Held by the inner layer");

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(inner.get("/api/v1/delivery-status/ok.practice"))
                            .containsPattern("\"activeRecipients\"\\s*:\\s*1")
                            .containsIgnoringCase("route"));
            try (Socket client = new Socket("127.0.0.1", scanning)) {
                BufferedReader said =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
                assertThat(said.readLine()).startsWith("220 ");
                assertThat(inner.stop()).as("exit status after SIGTERM").isZero();
                assertThat(said.readLine()).startsWith("421 ");
            }
        }
    }

    private static String scanningLayer(int listener, int delivery, String dane) {
        return """
                destinationControls:
                  default: { tls: PREFERRED, dane: %s }
                smtpRoutes:
                  - domain: ALL
                    hosts: [ { host: 127.0.0.1, port: %d } ]
                listeners:
                  - { name: OutgoingMail, address: 127.0.0.1, port: %d }
                """.formatted(dane, delivery, listener);
    }

    private String deliveryLayer(int listener, PracticeNetwork world) throws Exception {
        Path anchor = folder.resolve("practice-root.key");
        world.writeTrustAnchor(anchor);
        return world.policyYaml(anchor) + """
                listeners:
                  - name: FromScanning
                    address: 127.0.0.1
                    port: %d
                    senderGroups:
                      - { name: SCANNING, senders: [127.0.0.1], policy: RELAYED }
                      - { name: ALL, senders: [ALL], policy: BLOCKED }
                """.formatted(listener);
    }

    private static void send(int port, String to, String subject) throws Exception {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", String.valueOf(port));
        MimeMessage message = new MimeMessage(Session.getInstance(properties));
        message.setFrom(new InternetAddress("sender@example.org"));
        message.setRecipients(Message.RecipientType.TO, to);
        message.setSubject(subject);
        message.setText("Hello\r\n");
        Transport.send(message);
    }
}
