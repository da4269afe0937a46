package org.danegate.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.danegate.address.DomainName;
import org.danegate.dane.DaneAction;
import org.danegate.dns.QueryLog;
import org.danegate.dns.ValidatingLookup;
import org.danegate.event.DeliveryEvent.AttemptEnded;
import org.danegate.event.DeliveryEvent.RecipientDelayed;
import org.danegate.event.DeliveryEvent.RecipientDelivered;
import org.danegate.event.DeliveryEvent.TlsFailed;
import org.danegate.peers.Peers;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.TlsSupport;
import org.danegate.practice.PracticeCertificate;
import org.danegate.practice.PracticeNetwork;
import org.danegate.practice.PracticeReceiver;
import org.danegate.practice.PracticeSettings;
import org.danegate.practice.ReceiverBehaviour;
import org.danegate.practice.ReceiverBehaviour.StartTls;
import org.danegate.verify.DaneVerify;
import org.danegate.verify.Verdict;
import org.danegate.verify.Verification;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Peers with unusual TLS: curves that few use, long chains, and settings that are no longer secure.
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
class TlsPeersTest {

    private final List<AutoCloseable> peers = new ArrayList<>();
    private Path folder;
    private PracticeNetwork network;
    private EngineRig rig;
    private DaneVerify verify;
    private int hosts;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        network = PracticeNetwork.start();
        rig = new EngineRig(folder, network, EngineRig.dane(DaneSupport.MANDATORY));
        DnsSettings dns = PracticeSettings.dns(network, folder, Duration.ofSeconds(2));
        verify = new DaneVerify(
                new ValidatingLookup(() -> dns, InstantSource.system(), QueryLog.NONE),
                "gate.practice",
                network.deliveryPort(),
                DaneVerify.patience(),
                InstantSource.system());
    }

    @AfterAll
    void stop() throws Exception {
        rig.close();
        network.close();
    }

    @AfterEach
    void stopPeers() throws Exception {
        for (AutoCloseable peer : peers) {
            peer.close();
        }
        peers.clear();
    }

    /// Under TLS 1.2 the key's own curve has to be among the groups offered (RFC 8422 5.1).
    @ParameterizedTest
    @CsvSource({
        "secp384r1, TLSv1.2, secp384r1",
        "secp521r1, TLSv1.2, secp521r1",
        "secp384r1, TLSv1.2, ''",
        "secp384r1, TLSv1.3, secp384r1",
        "secp521r1, TLSv1.3, secp521r1"
    })
    void a_peer_that_needs_p384_or_p521_is_delivered_to_and_remembered(String curve, String protocol, String group)
            throws Exception {
        use(TlsSupport.PREFERRED, DaneSupport.MANDATORY);
        String domain = domain();
        PracticeCertificate leaf = network.certificates().onCurve(curve, "mx." + domain);
        PracticeReceiver receiver =
                receiver(address(), leaf, ReceiverBehaviour.good().tls(protocol, group));
        zone(domain, receiver.address().getAddress(), leaf, 3);

        deliver(domain);
        assertThat(receiver.connections())
                .as("a handshake that offers few groups, and one that offers all")
                .isEqualTo(2);
        deliver(domain);
        assertThat(receiver.connections()).isEqualTo(3);

        assertThat(rig.events(TlsFailed.class))
                .noneMatch(failed -> failed.destination().equals(domain));
        Verification verified = verify.verify(new DomainName(domain), stage -> {});
        assertThat(verified.verdict()).isEqualTo(Verdict.DANE_SUCCESS);
    }

    @Test
    void a_peer_that_hangs_up_on_few_groups_without_a_word_is_delivered_to_and_remembered() throws Exception {
        use(TlsSupport.PREFERRED, DaneSupport.MANDATORY);
        String domain = domain();
        PracticeCertificate leaf = network.certificates().onCurve("secp384r1", "mx." + domain);
        PracticeReceiver receiver = receiver(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                leaf,
                ReceiverBehaviour.good().tls("TLSv1.3", "secp384r1"));
        InetSocketAddress front = address();
        AtomicInteger conversations = hangingUpOnce(front, receiver.address());
        zone(domain, front.getAddress(), leaf, 3);

        deliver(domain);
        deliver(domain);

        assertThat(conversations).hasValue(3);
    }

    @ParameterizedTest
    @CsvSource({"3, 1, 1", "2, 0, 1", "2, 1, 1"})
    void a_chain_of_32_certificates_is_read_and_its_end_may_be_the_anchor(int usage, int selector, int matching)
            throws Exception {
        use(TlsSupport.PREFERRED, DaneSupport.MANDATORY);
        String domain = domain();
        PracticeCertificate chain = network.certificates().chain(32, "mx." + domain);
        PracticeReceiver receiver = receiver(address(), chain, ReceiverBehaviour.good());
        network.tree()
                .zone(domain)
                .mx(10, "mx." + domain)
                .address("mx." + domain, receiver.address().getAddress().getHostAddress())
                .tlsa("mx." + domain, network.deliveryPort(), chain.tlsa(usage, selector, matching));

        deliver(domain);

        assertThat(verify.verify(new DomainName(domain), stage -> {}).verdict()).isEqualTo(Verdict.DANE_SUCCESS);
    }

    /// 2,000 names and a subject of 30 kB, by a real handshake: log, page, answer and transcript have their
    /// beginnings.
    @Test
    void the_words_of_a_certificate_are_short_wherever_they_come() throws Exception {
        use(TlsSupport.PREFERRED, DaneSupport.MANDATORY);
        String domain = domain();
        String[] names = IntStream.range(0, 2000)
                .mapToObj(i -> "n" + i + ".of-somebody-else.example")
                .toArray(String[]::new);
        PracticeCertificate leaf = network.certificates().worded("\u202e" + "x".repeat(30_000), names);
        PracticeReceiver receiver = receiver(address(), leaf, ReceiverBehaviour.good());
        zone(domain, receiver.address().getAddress(), leaf, 2);

        long mid = rig.relay("a@" + domain);

        RecipientDelayed delayed = rig.await(RecipientDelayed.class, d -> d.mid() == mid);
        assertThat(delayed.trouble().text()).contains("and 1990 more names").hasSizeLessThan(2100);
        AttemptEnded ended =
                rig.await(AttemptEnded.class, e -> e.evidence().destination().equals(domain));
        assertThat(ended.evidence().tree().toString())
                .contains("and 1980 more names", "?xxx")
                .doesNotContain("\u202e")
                .hasSizeLessThan(10_000);
        Verification verified = verify.verify(new DomainName(domain), stage -> {});
        assertThat(verified.verdict()).isEqualTo(Verdict.DANE_FAILED);
        assertThat(verified.report().toString()).doesNotContain("\u202e").hasSizeLessThan(20_000);
        assertThat(verified.transcript()).allMatch(line -> line.length() < 1600);
    }

    @Test
    void a_chain_of_33_certificates_is_refused_with_its_reason() throws Exception {
        use(TlsSupport.PREFERRED, DaneSupport.MANDATORY);
        String domain = domain();
        PracticeCertificate chain = network.certificates().chain(33, "mx." + domain);
        PracticeReceiver receiver = receiver(address(), chain, ReceiverBehaviour.good());
        zone(domain, receiver.address().getAddress(), chain, 3);
        String reason = "the server sends 33 certificates, and 32 are read at most";

        long mid = rig.relay("a@" + domain);

        RecipientDelayed delayed = rig.await(RecipientDelayed.class, d -> d.mid() == mid);
        assertThat(delayed.trouble().dane()).isTrue();
        assertThat(delayed.trouble().text()).contains("TLS was not established", reason);
        Verification verified = verify.verify(new DomainName(domain), stage -> {});
        assertThat(verified.verdict()).isEqualTo(Verdict.DANE_FAILED);
        assertThat(verified.transcript()).anyMatch(line -> line.contains(reason));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    TLS 1.0               | rsa:2048 | -tls1 -cipher DEFAULT@SECLEVEL=0                   | TLS 1.2
                    1.1                   | rsa:2048 | -tls1_1 -cipher DEFAULT@SECLEVEL=0                 | TLS 1.2
                    RSA key exchange      | rsa:2048 | -tls1_2 -cipher kRSA@SECLEVEL=0                    | ECDHE
                    SHA-1 signatures      | rsa:2048 | -tls1_2 -sigalgs RSA+SHA1 -cipher ECDHE@SECLEVEL=0 | SHA-256
                    RSA below 1024 bits   | rsa:512  | -cipher DEFAULT@SECLEVEL=0                         | RSA key of 2048
                    a certificate of ours | rsa:2048 | -tls1_3 -Verify 1                                  | a certificate
                    a certificate of ours | rsa:2048 | -tls1_2 -Verify 1                                  | a certificate
                    """)
    void tls_that_is_refused_is_named_with_what_helps_and_is_required_only_where_it_is(
            String named, String key, String options, String helps) throws Exception {
        Peers.require("/usr/bin/openssl", "openssl");
        String domain = domain();
        InetSocketAddress address = address();
        peers.add(OpensslPeer.start(address, folder, key, options));
        network.tree()
                .zone(domain)
                .mx(10, "mx." + domain)
                .address("mx." + domain, address.getAddress().getHostAddress());
        network.tree().zone("required-" + domain).mx(10, "mx." + domain);

        use(TlsSupport.PREFERRED, DaneSupport.NONE);
        RecipientDelayed preferred = delayed(domain);
        use(TlsSupport.REQUIRED, DaneSupport.NONE);
        RecipientDelayed required = delayed("required-" + domain);

        assertThat(preferred.trouble().summary()).isEqualTo("TLS could not be successfully negotiated");
        assertThat(preferred.trouble().text())
                .contains(named, helps)
                .doesNotContain("required but")
                .hasSizeLessThan(900);
        assertThat(required.trouble().summary()).isEqualTo("TLS was required but could not be successfully negotiated");
        assertThat(required.trouble().text()).contains(named, helps);
        assertThat(rig.events(TlsFailed.class))
                .filteredOn(failed -> failed.destination().endsWith(domain))
                .isNotEmpty()
                .allSatisfy(failed -> assertThat(failed.reason()).contains(named, helps))
                .extracting(TlsFailed::required)
                .containsExactly(false, true);
    }

    /// Some old servers answer with TLS 1.0 whatever was offered, others with an alert.
    @ParameterizedTest
    @EnumSource(
            value = StartTls.class,
            names = {"OUTDATED", "BROKEN"})
    void what_is_no_tls_of_today_is_said_also_under_dane(StartTls kind) throws Exception {
        use(TlsSupport.PREFERRED, DaneSupport.MANDATORY);
        String domain = domain();
        PracticeCertificate leaf = network.certificates().leaf("mx." + domain);
        PracticeReceiver receiver =
                receiver(address(), leaf, ReceiverBehaviour.good().startTls(kind));
        zone(domain, receiver.address().getAddress(), leaf, 3);

        RecipientDelayed delayed = delayed(domain);

        assertThat(delayed.trouble().text())
                .contains("TLS was not established")
                .contains(kind == StartTls.OUTDATED ? "the server knows only TLS 1.0 or 1.1" : "TLS")
                .doesNotContain("certificate verification failed", "required");
    }

    private RecipientDelayed delayed(String domain) throws Exception {
        long mid = rig.relay("a@" + domain);
        return rig.await(RecipientDelayed.class, d -> d.mid() == mid);
    }

    private void use(TlsSupport tls, DaneSupport dane) {
        rig.commit(EngineRig.profile(p -> EngineRig.limits(EngineRig.with(p, tls, dane), 5, 1)));
    }

    private void deliver(String domain) throws Exception {
        long mid = rig.relay("a@" + domain);
        rig.await(RecipientDelivered.class, d -> d.mid() == mid);
        AttemptEnded ended = rig.await(AttemptEnded.class, a -> a.destination().equals(domain));
        assertThat(ended.evidence().action()).isEqualTo(DaneAction.DANE_SUCCESS);
        assertThat(rig.events(RecipientDelayed.class))
                .noneMatch(d -> d.destination().equals(domain));
    }

    private String domain() {
        return "tls" + ++hosts + ".practice";
    }

    private InetSocketAddress address() throws Exception {
        return new InetSocketAddress(InetAddress.getByName("127.25.14." + hosts), network.deliveryPort());
    }

    private PracticeReceiver receiver(InetSocketAddress at, PracticeCertificate certificate, ReceiverBehaviour ways)
            throws Exception {
        PracticeReceiver receiver = PracticeReceiver.start(at, certificate, ways);
        peers.add(receiver);
        return receiver;
    }

    private void zone(String domain, InetAddress address, PracticeCertificate certificate, int usage) {
        network.tree()
                .zone(domain)
                .mx(10, "mx." + domain)
                .address("mx." + domain, address.getHostAddress())
                .tlsa("mx." + domain, network.deliveryPort(), certificate.tlsa(usage, 1, 1));
    }

    /// Passes conversations on, but ends the first at its first octet of TLS.
    ///
    /// @return how many there were
    private AtomicInteger hangingUpOnce(InetSocketAddress at, InetSocketAddress behind) throws Exception {
        ServerSocket server = new ServerSocket(at.getPort(), 20, at.getAddress());
        peers.add(server);
        AtomicInteger conversations = new AtomicInteger();
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket client = server.accept();
                    boolean first = conversations.incrementAndGet() == 1;
                    Socket real = new Socket(behind.getAddress(), behind.getPort());
                    Thread.ofVirtual().start(() -> pass(real, client, false));
                    Thread.ofVirtual().start(() -> pass(client, real, first));
                } catch (IOException e) {
                    return;
                }
            }
        });
        return conversations;
    }

    private static void pass(Socket from, Socket to, boolean untilTls) {
        byte[] some = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(some); read > 0; read = in.read(some)) {
                if (untilTls && some[0] == 0x16) {
                    return;
                }
                out.write(some, 0, read);
            }
        } catch (IOException e) {
            // The other side has ended it.
            return;
        }
    }
}
