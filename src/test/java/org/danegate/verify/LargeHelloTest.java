package org.danegate.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.dane.EvidenceNode;
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
import org.danegate.smtp.KeyExchangeGroups;
import org.danegate.smtp.Timeouts;
import org.danegate.smtp.TlsSessions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Servers that hang or break off on a first message over 1,400 octets. The groups of the test make it as large as a
/// hybrid group does, so that every Java shows what happens.
@Tag("KX-03")
@Tag("KX-07")
@Timeout(60)
class LargeHelloTest {

    private static final int MOST = 1400;
    private static final List<String> LARGE = List.of("ffdhe8192", "secp521r1", "x25519");
    private static final KeyExchangeGroups GROUPS = new KeyExchangeGroups(LARGE, LARGE, List.of("x25519", "secp256r1"));
    private static final DomainName DOMAIN = DomainName.parse("ok.practice");

    private final PracticeTree tree = new PracticeTree();

    @TempDir
    Path folder;

    private PracticeDns dns;
    private PracticeReceiver receiver;

    @BeforeEach
    void start() throws Exception {
        dns = PracticeDns.start(tree);
        PracticeCertificate leaf = new PracticeCertificates().leaf("mx.ok.practice");
        receiver = PracticeReceiver.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), leaf, ReceiverBehaviour.good());
        tree.zone("ok.practice")
                .mx(10, "mx.ok.practice")
                .address("mx.ok.practice", "127.0.0.1")
                .tlsa("mx.ok.practice", receiver.address().getPort(), leaf.tlsa(3, 1, 1));
        tree.writeTrustAnchor(folder.resolve("root.anchor"));
    }

    @AfterEach
    void stop() throws Exception {
        receiver.close();
        dns.close();
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    @Tag("KX-04")
    void it_is_called_again_at_once_with_classical_groups_and_remembered(boolean quick, boolean resets) {
        receiver.behave(ReceiverBehaviour.good().hello(MOST, resets));
        TlsSessions sessions = quick ? TlsSessions.quick(() -> GROUPS) : new TlsSessions(() -> GROUPS);
        DaneVerify verify = verify(sessions);

        Verification first = verify.verify(DOMAIN, line -> {});
        assertThat(first.verdict()).as(String.valueOf(first.transcript())).isEqualTo(Verdict.DANE_SUCCESS);
        assertThat(receiver.connections()).isEqualTo(2);
        assertThat(keyExchange(first.report().evidence()))
                .isEqualTo("offered x25519, secp256r1 (peer hung or broke off on hybrid); this Java does not tell which"
                        + " group and signature scheme were agreed on");

        assertThat(verify.verify(DOMAIN, line -> {}).verdict()).isEqualTo(Verdict.DANE_SUCCESS);
        assertThat(receiver.connections()).isEqualTo(3);
    }

    @Test
    @Tag("KX-05")
    void a_peer_that_bears_it_gets_the_large_offer() {
        Verification verified = verify(TlsSessions.quick(() -> GROUPS)).verify(DOMAIN, line -> {});
        assertThat(verified.verdict()).isEqualTo(Verdict.DANE_SUCCESS);
        assertThat(receiver.connections()).isEqualTo(1);
        assertThat(keyExchange(verified.report().evidence())).startsWith("offered ffdhe8192, secp521r1, x25519; ");
    }

    @Test
    void a_peer_without_any_group_of_ours_fails_once_everything_was_offered() {
        receiver.behave(ReceiverBehaviour.good().tls("TLSv1.3", "secp384r1"));
        Verification verified = verify(TlsSessions.quick(() -> GROUPS)).verify(DOMAIN, line -> {});
        assertThat(verified.verdict()).isEqualTo(Verdict.DANE_FAILED);
        assertThat(receiver.connections()).isEqualTo(2);
    }

    @Test
    void a_peer_that_wants_everything_and_then_hangs_on_it_gets_classical_groups() {
        KeyExchangeGroups groups = new KeyExchangeGroups(LARGE, List.of("secp384r1"), List.of("x25519", "secp384r1"));
        receiver.behave(ReceiverBehaviour.good().tls("TLSv1.3", "x25519").hello(MOST, true));
        Verification verified = verify(TlsSessions.quick(() -> groups)).verify(DOMAIN, line -> {});
        assertThat(verified.verdict()).isEqualTo(Verdict.DANE_SUCCESS);
        assertThat(receiver.connections()).isEqualTo(3);
    }

    private static String keyExchange(EvidenceNode node) {
        return node.facts().stream()
                .filter(fact -> fact.name().equals("Key exchange"))
                .map(EvidenceNode.Fact::value)
                .findFirst()
                .orElseGet(() -> node.children().stream()
                        .map(LargeHelloTest::keyExchange)
                        .filter(found -> !found.isEmpty())
                        .findFirst()
                        .orElse(""));
    }

    private DaneVerify verify(TlsSessions sessions) {
        DnsSettings settings = new DnsSettings(
                List.of(new DnsSettings.Server("127.0.0.1", dns.address().getPort(), 0)),
                List.of(),
                List.of(),
                false,
                Duration.ofSeconds(20),
                folder.resolve("root.anchor"));
        ValidatingLookup lookup = new ValidatingLookup(() -> settings, InstantSource.system(), QueryLog.NONE);
        Duration wait = Duration.ofSeconds(15);
        Timeouts timeouts = new Timeouts(wait, wait, wait, Duration.ofSeconds(3), wait, wait, wait);
        int port = receiver.address().getPort();
        return new DaneVerify(
                new Dialing(lookup, DomainName.parse("gate.practice"), Ourselves.NOWHERE, port, System::nanoTime),
                new HopDialer(
                        "gate.practice",
                        timeouts,
                        InstantSource.system(),
                        System::nanoTime,
                        HopDialer.Identities.of(certificate -> sessions)),
                domain -> new CallTerms(
                        domain.ascii(),
                        DaneSupport.MANDATORY,
                        TlsSupport.REQUIRED,
                        IpAddressPreference.PREFER_V4,
                        VirtualGateway.SYSTEM),
                InstantSource.system());
    }
}
