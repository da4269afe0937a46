package org.danegate.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.dialing.CallTerms;
import org.danegate.dialing.Dialing;
import org.danegate.dialing.HopDialer;
import org.danegate.dialing.Ourselves;
import org.danegate.dialing.VirtualGateway;
import org.danegate.dns.QueryLog;
import org.danegate.dns.ValidatingLookup;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.IpAddressPreference;
import org.danegate.policy.TlsSupport;
import org.danegate.practice.PracticeCertificate;
import org.danegate.practice.PracticeCertificates;
import org.danegate.practice.PracticeDns;
import org.danegate.practice.PracticeReceiver;
import org.danegate.practice.PracticeTree;
import org.danegate.practice.ReceiverBehaviour;
import org.danegate.smtp.TlsSessions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `tlsverify` against a real TLS server whose authority Java trusts. That trust is one of a whole process, so the
/// verification runs in one of its own.
@Timeout(120)
class TlsVerifyTest {

    @TempDir
    Path folder;

    @Test
    void a_certificate_of_a_trusted_authority_with_the_right_name_verifies() throws Exception {
        List<String> lines = verifiedInOwnProcess("ok.practice", "mx.ok.practice");
        assertThat(lines)
                .satisfiesExactly(
                        line -> assertThat(line).matches("Connecting to 127\\.0\\.0\\.1 on port \\d+\\."),
                        line -> assertThat(line).isEqualTo("Connected to 127.0.0.1 from interface 127.0.0.1."),
                        line -> assertThat(line).isEqualTo("Checking TLS connection."),
                        line -> assertThat(line)
                                .matches("TLS connection established: protocol TLSv1\\.[23], cipher [A-Z0-9_-]+\\."),
                        line -> assertThat(line).isEqualTo("Verifying peer certificate."),
                        line -> assertThat(line).isEqualTo("TLS certificate match ok.practice"),
                        line -> assertThat(line).isEqualTo("TLS certificate verified."),
                        line -> assertThat(line).isEqualTo("TLS connection to 127.0.0.1 succeeded."),
                        line -> assertThat(line).isEqualTo("TLS successfully connected to ok.practice."),
                        line -> assertThat(line).isEqualTo("TLS verification completed."),
                        line -> assertThat(line).isEqualTo("true"));
    }

    @Test
    void the_right_authority_with_another_name_does_not() throws Exception {
        List<String> lines = verifiedInOwnProcess("other.practice");
        assertThat(lines)
                .contains("Verifying peer certificate.", "TLS verification failed for ok.practice.", "false")
                .anySatisfy(line -> assertThat(line)
                        .startsWith("TLS certificate verification failed: certificate names ")
                        .contains("other.practice", "do not match"));
    }

    private List<String> verifiedInOwnProcess(String... names) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                folder.toString()));
        command.addAll(List.of(names));
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve("errors.txt").toFile())
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(Files.readString(folder.resolve("errors.txt")))
                .isZero();
        return said.lines()
                .filter(line -> line.startsWith("> "))
                .map(line -> line.substring(2))
                .toList();
    }

    /// Verifies `ok.practice`, whose server has a certificate with the names given.
    static final class Program {

        private Program() {}

        public static void main(String[] words) throws Exception {
            Path folder = Path.of(words[0]);
            PracticeCertificates authority = new PracticeCertificates();
            trust(authority, folder.resolve("trust.p12"));
            PracticeCertificate leaf =
                    authority.leaf(List.of(words).subList(1, words.length).toArray(String[]::new));
            PracticeTree tree = new PracticeTree();
            try (PracticeDns dns = PracticeDns.start(tree);
                    PracticeReceiver receiver = PracticeReceiver.start(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                            leaf,
                            ReceiverBehaviour.good())) {
                tree.zone("ok.practice").mx(10, "mx.ok.practice").address("mx.ok.practice", "127.0.0.1");
                tree.writeTrustAnchor(folder.resolve("root.anchor"));
                boolean verified = verify(dns, receiver, folder)
                        .verify(new DomainName("ok.practice"), null, line -> System.out.println("> " + line));
                System.out.println("> " + verified);
            }
            System.exit(0);
        }

        private static void trust(PracticeCertificates authority, Path file) throws Exception {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("authority", authority.authority());
            try (OutputStream to = Files.newOutputStream(file)) {
                store.store(to, "trusted".toCharArray());
            }
            System.setProperty("javax.net.ssl.trustStore", file.toString());
            System.setProperty("javax.net.ssl.trustStorePassword", "trusted");
        }

        private static TlsVerify verify(PracticeDns dns, PracticeReceiver receiver, Path folder) {
            DnsSettings settings = new DnsSettings(
                    List.of(new DnsSettings.Server("127.0.0.1", dns.address().getPort(), 0)),
                    List.of(),
                    List.of(),
                    false,
                    Duration.ofSeconds(20),
                    folder.resolve("root.anchor"));
            ValidatingLookup lookup = new ValidatingLookup(() -> settings, InstantSource.system(), QueryLog.NONE);
            int port = receiver.address().getPort();
            return new TlsVerify(
                    new Dialing(lookup, DomainName.parse("gate.practice"), Ourselves.NOWHERE, port, System::nanoTime),
                    new HopDialer(
                            "gate.practice",
                            DaneVerify.patience(),
                            InstantSource.system(),
                            System::nanoTime,
                            HopDialer.Identities.of(certificate -> new TlsSessions())),
                    domain -> new CallTerms(
                            domain.ascii(),
                            DaneSupport.NONE,
                            TlsSupport.NONE,
                            IpAddressPreference.PREFER_V4,
                            VirtualGateway.SYSTEM),
                    InstantSource.system());
        }
    }
}
