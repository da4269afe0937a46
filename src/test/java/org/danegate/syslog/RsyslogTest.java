package org.danegate.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.danegate.certificate.CertificateFolder;
import org.danegate.peers.Peers;
import org.danegate.policy.SyslogPush;
import org.danegate.policy.SyslogPush.Facility;
import org.danegate.policy.SyslogPush.Form;
import org.danegate.policy.SyslogPush.Framing;
import org.danegate.policy.SyslogPush.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// rsyslog as the collector: it asks for a client certificate over TLS, and takes datagrams.
@Timeout(120)
class RsyslogTest {

    private static final String PROGRAM = "/usr/sbin/rsyslogd";
    private static final String OPENSSL = "/usr/bin/openssl";
    private static final Instant AT = Instant.parse("2019-02-05T13:20:03Z");

    @TempDir
    Path folder;

    private int port;
    private Process rsyslog;

    @BeforeEach
    void start() throws Exception {
        Peers.require(OPENSSL, "openssl");
        Peers.require(PROGRAM, "rsyslog");
        Peers.requireFile(tlsModule(), "rsyslog-gnutls");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        certificate("Test CA", authority(), folder.resolve("ca.key"), false);
        certificate("localhost", folder.resolve("server.crt.pem"), folder.resolve("server.key.pem"), true);
        Path own = Files.createDirectories(folder.resolve("tls"));
        certificate("gate.example.com", own.resolve("gate.crt.pem"), own.resolve("gate.key.pem"), true);
        Path settings = Files.writeString(folder.resolve("rsyslog.conf"), """
                global(workDirectory="%1$s" defaultNetstreamDriver="gtls"
                  defaultNetstreamDriverCAFile="%1$s/ca.pem"
                  defaultNetstreamDriverCertFile="%1$s/server.crt.pem" defaultNetstreamDriverKeyFile="%1$s/server.key.pem")
                module(load="imtcp" StreamDriver.Name="gtls" StreamDriver.Mode="1" StreamDriver.AuthMode="x509/name"
                  PermittedPeer="gate.example.com")
                module(load="imudp")
                input(type="imtcp" address="127.0.0.1" port="%2$d")
                input(type="imudp" address="127.0.0.1" port="%2$d")
                template(name="parts" type="string"
                  string="%%pri%%|%%timereported:::date-rfc3339%%|%%hostname%%|%%app-name%%|%%msgid%%|%%msg%%\\n")
                action(type="omfile" file="%1$s/out" template="parts")
                """.formatted(folder, port));
        rsyslog = new ProcessBuilder(
                        PROGRAM,
                        "-n",
                        "-f",
                        settings.toString(),
                        "-i",
                        folder.resolve("pid").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        if (rsyslog != null) {
            rsyslog.destroy();
            rsyslog.waitFor(10, TimeUnit.SECONDS);
            rsyslog.destroyForcibly();
        }
    }

    @Test
    void rsyslog_takes_rfc_5424_over_tls_and_the_form_with_a_host_as_datagrams() throws Exception {
        SyslogTarget tls = target(new SyslogPush(
                "localhost",
                port,
                Protocol.TLS,
                Framing.OCTET_COUNTING,
                Form.RFC5424,
                Facility.LOCAL4,
                8192,
                Files.readString(authority()),
                "gate"));
        IntStream.range(0, 200).forEach(i -> tls.offer(line("MID " + i + " Subject \"ñandú\"")));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(taken().filter(l -> l.contains("Subject")))
                        .as("rsyslog said: %s; state: %s", said(), tls.state())
                        .hasSize(200)
                        .first()
                        .asString()
                        .matches(
                                "166\\|2019-02-05T13:20:03(\\.000)?\\+00:00\\|gate\\.example\\.com\\|mail_logs\\|MAIL\\|"
                                        + "\uFEFF?MID 0 Subject \"ñandú\""));

        SyslogTarget udp = target(new SyslogPush(
                "127.0.0.1",
                port,
                Protocol.UDP,
                Framing.LINE_FEED,
                Form.APPLIANCE_WITH_HOST,
                Facility.MAIL,
                2048,
                "",
                null));
        udp.offer(line("Start MID 6 ICID 5"));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(taken())
                                .anyMatch(
                                        l -> l.matches(
                                                "22\\|.*02-05T13:20:03.*\\|gate\\.example\\.com\\|mail_logs\\|-\\| Info: Start MID 6 ICID 5")));
        SyslogTarget.end(List.of(tls, udp), Duration.ofSeconds(10));
    }

    private Stream<String> taken() throws IOException {
        Path out = folder.resolve("out");
        return Files.exists(out) ? Files.readAllLines(out).stream() : Stream.empty();
    }

    private String said() throws IOException {
        return Files.readString(folder.resolve("said"));
    }

    private SyslogTarget target(SyslogPush settings) {
        return new Collectors(
                        "gate.example.com",
                        ZoneOffset.UTC,
                        new CertificateFolder(folder.resolve("tls"), "gate.example.com"),
                        InstantSource.system(),
                        (log, number) -> {})
                .begin("mail_logs", settings, number -> line(number + " lost"));
    }

    private static SyslogMessage line(String text) {
        return new SyslogMessage(AT, 6, "Info", "mail_logs", "MAIL", text);
    }

    private static Path tlsModule() throws IOException {
        try (Stream<Path> machines = Files.list(Path.of("/usr/lib"))) {
            return machines.map(machine -> machine.resolve("rsyslog/lmnsd_gtls.so"))
                    .filter(Files::exists)
                    .findFirst()
                    .orElse(Path.of("/usr/lib/rsyslog/lmnsd_gtls.so"));
        }
    }

    /// An authority when nobody issues it.
    private void certificate(String name, Path certificate, Path key, boolean issued) throws Exception {
        List<String> command = new ArrayList<>(List.of(OPENSSL, "req", "-x509", "-days", "2", "-nodes"));
        command.addAll(List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"));
        command.addAll(List.of("-subj", "/CN=" + name, "-keyout", key.toString(), "-out", certificate.toString()));
        if (issued) {
            command.addAll(List.of(
                    "-CA",
                    authority().toString(),
                    "-CAkey",
                    folder.resolve("ca.key").toString()));
            command.addAll(List.of("-addext", "subjectAltName=DNS:" + name));
            command.addAll(List.of("-addext", "basicConstraints=critical,CA:FALSE"));
        }
        Process openssl = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("openssl.said").toFile())
                .start();
        assertThat(openssl.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(openssl.exitValue())
                .as(Files.readString(folder.resolve("openssl.said")))
                .isZero();
    }

    private Path authority() {
        return folder.resolve("ca.pem");
    }
}
