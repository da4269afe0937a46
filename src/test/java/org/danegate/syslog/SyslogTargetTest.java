package org.danegate.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.danegate.certificate.CertificateFolder;
import org.danegate.policy.SyslogPush;
import org.danegate.policy.SyslogPush.Facility;
import org.danegate.policy.SyslogPush.Form;
import org.danegate.policy.SyslogPush.Framing;
import org.danegate.policy.SyslogPush.Protocol;
import org.danegate.practice.PracticeCertificate;
import org.danegate.practice.PracticeCertificates;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Lines to collectors over real sockets.
@Timeout(90)
class SyslogTargetTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Instant AT = Instant.parse("2019-02-05T13:20:03Z");
    private static final PracticeCertificates AUTHORITY = new PracticeCertificates();

    @TempDir
    Path folder;

    private final AtomicLong dropped = new AtomicLong();
    private final List<SyslogTarget> targets = new ArrayList<>();

    @AfterEach
    void end() {
        SyslogTarget.end(targets, Duration.ofMillis(10));
    }

    @Test
    void octets_are_counted_or_a_line_feed_follows() throws Exception {
        for (Framing framing : Framing.values()) {
            try (PretendCollector collector = PretendCollector.tcp(framing, 0)) {
                SyslogTarget target = target(settings("127.0.0.1", collector.port(), Protocol.TCP, framing, "", null));
                target.offer(line("MID 1 Subject \"ñandú\""));
                target.offer(line("MID 2"));
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(collector.messages())
                                .containsExactly(
                                        "<166>Feb  5 13:20:03 mail_logs: Info: MID 1 Subject \"ñandú\"",
                                        "<166>Feb  5 13:20:03 mail_logs: Info: MID 2"));
                assertThat(target.state().connectedSince()).isNotNull();
                await().atMost(SOON).until(() -> target.state().sent() == 2);
            }
        }
    }

    @Test
    void a_datagram_is_one_message() throws Exception {
        try (DatagramSocket collector = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            collector.setSoTimeout(30_000);
            SyslogTarget target = target(
                    settings("127.0.0.1", collector.getLocalPort(), Protocol.UDP, Framing.OCTET_COUNTING, "", null));
            target.offer(line("MID 1"));
            DatagramPacket packet = new DatagramPacket(new byte[1000], 1000);
            collector.receive(packet);
            assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8))
                    .isEqualTo("<166>Feb  5 13:20:03 mail_logs: Info: MID 1");
        }
    }

    @Test
    void tls_checks_the_name_and_the_authority() throws Exception {
        SSLContext server = AUTHORITY.leaf("localhost").serverContext();
        try (PretendCollector collector = PretendCollector.tls(server, false)) {
            String trusted = pem(AUTHORITY.authority());
            SyslogTarget right = target(tls("localhost", collector.port(), trusted, null));
            right.offer(line("MID 1"));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(collector.messages()).hasSize(1));

            SyslogTarget otherName = target(tls("127.0.0.1", collector.port(), trusted, null));
            SyslogTarget publicAuthorities = target(tls("localhost", collector.port(), "", null));
            for (SyslogTarget wrong : List.of(otherName, publicAuthorities)) {
                wrong.offer(line("never"));
                await().atMost(SOON).until(() -> wrong.state().lastError() != null);
                assertThat(wrong.state().failingSince()).isNotNull();
                assertThat(wrong.state().waiting()).isEqualTo(1);
            }
            assertThat(otherName.state().lastError()).contains("127.0.0.1");
            assertThat(publicAuthorities.state().lastError()).contains("path");
            assertThat(collector.messages()).hasSize(1);
        }
    }

    @Test
    void a_client_certificate_is_presented_and_a_missing_one_is_said() throws Exception {
        CertificateFolder own = new CertificateFolder(folder, "gate.example.com");
        own.selfSigned(Instant.now());
        SSLContext server = contextThatTrusts(own.chain("self-signed").getFirst());
        try (PretendCollector collector = PretendCollector.tls(server, true)) {
            String trusted = pem(AUTHORITY.authority());
            SyslogTarget known = target(tls("localhost", collector.port(), trusted, "self-signed"));
            known.offer(line("MID 1"));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(collector.messages()).hasSize(1));
            SyslogTarget lost = target(tls("localhost", collector.port(), trusted, "lost"));
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(lost.state().lastError()).isEqualTo("there is no certificate named lost"));
        }
    }

    @Test
    void a_collector_that_never_reads_holds_up_nobody_and_the_oldest_lines_give_way() throws Exception {
        try (PretendCollector collector = PretendCollector.thatNeverReads()) {
            SyslogTarget target =
                    target(settings("127.0.0.1", collector.port(), Protocol.TCP, Framing.LINE_FEED, "", null));
            await().atMost(SOON).until(() -> collector.connections() == 1);
            String text = "x".repeat(300);
            int lines = 3 * SyslogTarget.MOST_LINES;
            long begun = System.nanoTime();
            IntStream.range(0, lines).forEach(i -> target.offer(line(text)));
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
            TargetState state = target.state();
            assertThat(state.waiting()).isLessThanOrEqualTo(SyslogTarget.MOST_LINES);
            assertThat(state.dropped()).isPositive().isEqualTo(dropped.get());
            await().atMost(SOON)
                    .until(() -> target.state().sent()
                                    + target.state().dropped()
                                    + target.state().waiting()
                            >= lines - 1);

            // The end does not wait for it either.
            long ending = System.nanoTime();
            SyslogTarget.end(List.of(target), Duration.ofMillis(200));
            assertThat(Duration.ofNanos(System.nanoTime() - ending)).isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    void a_collector_that_is_stuck_is_given_up_and_tried_again() throws Exception {
        AtomicLong now = new AtomicLong(AT.toEpochMilli());
        try (PretendCollector collector = PretendCollector.thatNeverReads()) {
            SyslogTarget target = target(
                    settings("127.0.0.1", collector.port(), Protocol.TCP, Framing.LINE_FEED, "", null),
                    () -> Instant.ofEpochMilli(now.get()));
            String text = "x".repeat(300);
            await().atMost(SOON).until(() -> {
                IntStream.range(0, SyslogTarget.MOST_LINES).forEach(i -> target.offer(line(text)));
                return target.state().dropped() > 0;
            });
            await().atMost(SOON).until(() -> {
                now.addAndGet(31_000);
                target.watch();
                return collector.connections() > 1;
            });
            assertThat(target.state().lastError()).contains("has taken nothing for 30 s");
        }
    }

    @Test
    void after_an_outage_the_collector_is_told_how_many_lines_it_missed() throws Exception {
        int port;
        SyslogTarget target;
        try (PretendCollector collector = PretendCollector.tcp(Framing.LINE_FEED, 0)) {
            port = collector.port();
            target = target(settings("127.0.0.1", port, Protocol.TCP, Framing.LINE_FEED, "", null));
            target.offer(line("before"));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(collector.messages()).hasSize(1));
        }
        // An idle connection that ended is noticed without a line.
        await().atMost(SOON).until(() -> target.state().failingSince() != null);
        IntStream.range(0, SyslogTarget.MOST_LINES + 7).forEach(i -> target.offer(line("line " + i)));
        long lost = target.state().dropped();
        assertThat(lost).isEqualTo(7);
        try (PretendCollector collector = PretendCollector.tcp(Framing.LINE_FEED, port)) {
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(collector.messages()).hasSize(SyslogTarget.MOST_LINES + 1));
            assertThat(collector.messages().getFirst()).endsWith("mail_logs: Warning: 7 lost");
            assertThat(collector.messages().get(1)).endsWith("line 7");
            assertThat(collector.messages().getLast()).endsWith("line " + (SyslogTarget.MOST_LINES + 6));
            assertThat(target.state().failingSince()).isNull();
        }
    }

    @Test
    void what_waits_at_the_end_is_still_sent() throws Exception {
        try (PretendCollector collector = PretendCollector.tcp(Framing.OCTET_COUNTING, 0)) {
            SyslogTarget target =
                    target(settings("127.0.0.1", collector.port(), Protocol.TCP, Framing.OCTET_COUNTING, "", null));
            IntStream.range(0, 1000).forEach(i -> target.offer(line("line " + i)));
            SyslogTarget.end(List.of(target), SOON);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(collector.messages()).hasSize(1000));
            assertThat(dropped.get()).isZero();
        }
    }

    @Test
    void a_test_line_says_whether_it_was_sent() throws Exception {
        try (PretendCollector collector = PretendCollector.tcp(Framing.LINE_FEED, 0)) {
            SyslogTarget target =
                    target(settings("127.0.0.1", collector.port(), Protocol.TCP, Framing.LINE_FEED, "", null));
            assertThat(target.offerAndTell(line("a test")).get(30, TimeUnit.SECONDS))
                    .isTrue();
        }
        SyslogTarget nobody = target(settings("127.0.0.1", 9, Protocol.TCP, Framing.LINE_FEED, "", null));
        var told = nobody.offerAndTell(line("a test"));
        await().atMost(SOON).until(() -> nobody.state().lastError() != null);
        assertThat(told).isNotDone();
        SyslogTarget.end(List.of(nobody), Duration.ofMillis(10));
        assertThat(told.get(30, TimeUnit.SECONDS)).isFalse();
    }

    private SyslogTarget target(SyslogPush settings) {
        return target(settings, InstantSource.system());
    }

    private SyslogTarget target(SyslogPush settings, InstantSource clock) {
        SyslogTarget target = new Collectors(
                        "gate.example.com",
                        ZoneOffset.UTC,
                        new CertificateFolder(folder, "gate.example.com"),
                        clock,
                        (log, number) -> dropped.addAndGet(number))
                .begin(
                        "mail_logs",
                        settings,
                        number -> new SyslogMessage(AT, 4, "Warning", "mail_logs", "MAIL", number + " lost"));
        targets.add(target);
        return target;
    }

    private static SyslogPush tls(String host, int port, String trusted, @Nullable String certificate) {
        return settings(host, port, Protocol.TLS, Framing.OCTET_COUNTING, trusted, certificate);
    }

    private static SyslogPush settings(
            String host, int port, Protocol protocol, Framing framing, String trusted, @Nullable String certificate) {
        return new SyslogPush(
                host, port, protocol, framing, Form.APPLIANCE, Facility.LOCAL4, 8192, trusted, certificate);
    }

    private static SyslogMessage line(String text) {
        return new SyslogMessage(AT, 6, "Info", "mail_logs", "MAIL", text);
    }

    private static String pem(X509Certificate certificate) throws Exception {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    private static SSLContext contextThatTrusts(X509Certificate client) throws Exception {
        PracticeCertificate leaf = AUTHORITY.leaf("localhost");
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        store.setKeyEntry("server", leaf.key(), new char[0], leaf.chain().toArray(X509Certificate[]::new));
        store.setCertificateEntry("client", client);
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, new char[0]);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
