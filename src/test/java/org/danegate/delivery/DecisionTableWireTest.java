package org.danegate.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.danegate.dane.DaneAction;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.DaneSupport;
import org.danegate.practice.DsLink;
import org.danegate.practice.PracticeCertificate;
import org.danegate.practice.PracticeNetwork;
import org.danegate.practice.PracticeReceiver;
import org.danegate.practice.PracticeZone;
import org.danegate.practice.ReceivedMessage;
import org.danegate.practice.ReceiverBehaviour;
import org.danegate.practice.Signatures;
import org.danegate.practice.ZoneStyle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/// The seed's two tables on the wire: for each row a domain that is signed, unsigned or broken as the row says, and a
/// delivery to it.
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
class DecisionTableWireTest {

    private static final String RECEIVER = "127.25.9.1";

    private PracticeNetwork network;
    private PracticeReceiver receiver;
    private PracticeCertificate shown;
    private PracticeCertificate other;
    private final Map<DaneSupport, EngineRig> rigs = new EnumMap<>(DaneSupport.class);
    private int row;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        network = PracticeNetwork.start();
        shown = network.certificates().leaf("mx.rows.practice");
        other = network.certificates().leaf("mx.rows.practice");
        receiver = PracticeReceiver.start(
                new InetSocketAddress(InetAddress.getByName(RECEIVER), network.deliveryPort()),
                shown,
                ReceiverBehaviour.good());
        for (DaneSupport support : List.of(DaneSupport.MANDATORY, DaneSupport.OPPORTUNISTIC)) {
            Path own = Files.createDirectory(folder.resolve(support.name()));
            rigs.put(support, new EngineRig(own, network, EngineRig.dane(support)));
        }
    }

    @AfterAll
    void stop() throws Exception {
        rigs.values().forEach(EngineRig::close);
        receiver.close();
        network.close();
    }

    @ParameterizedTest(name = "{0} MX {1} A {2} TLSA {3} certificate {4}: {5}")
    @CsvFileSource(resources = "/dane/dane-decision-table.csv", numLinesToSkip = 1)
    void each_row_of_the_seed_is_acted_on__D38_D53_D54_D56_D89(
            DaneSupport policy, String mx, String a, String tlsa, String certificate, DaneAction action)
            throws Exception {
        String domain = "row" + ++row + ".practice";
        String host = "mx.host" + row + ".practice";
        domainZone(domain, mx).mx(10, host);
        hostZone(host, a);
        if (tlsa != null) {
            tlsa(host, tlsa, "FAILED".equals(certificate) ? other : shown);
        }

        observe(policy, domain, action);
    }

    @ParameterizedTest(name = "{0} of the MX zone")
    @CsvSource({"EXPIRED", "NOT_YET_VALID", "BROKEN", "MISSING"})
    void every_way_of_being_bogus_holds_mail_under_both(Signatures how) throws Exception {
        String domain = how.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + "-all.practice";
        PracticeZone zone = network.tree().zone(domain).mx(10, "mx." + domain).address("mx." + domain, RECEIVER);
        zone.tlsa("mx." + domain, network.deliveryPort(), shown.tlsa(3, 1, 1)).signatures(how);

        observe(DaneSupport.MANDATORY, domain, DaneAction.DANE_FAIL);
        observe(DaneSupport.OPPORTUNISTIC, domain, DaneAction.DANE_FAIL);
    }

    @ParameterizedTest
    @CsvSource({"WRONG, DANE_FAIL, DANE_FAIL", "MISSING, DANE_FAIL, FALLBACK_TLS"})
    void a_wrong_ds_is_bogus_and_a_proven_absence_of_ds_is_insecure__D24(
            DsLink link, DaneAction mandatory, DaneAction opportunistic) throws Exception {
        String domain = link.name().toLowerCase(java.util.Locale.ROOT) + "-link.practice";
        PracticeZone zone = network.tree().zone(domain).mx(10, "mx." + domain).address("mx." + domain, RECEIVER);
        zone.tlsa("mx." + domain, network.deliveryPort(), shown.tlsa(3, 1, 1)).link(link);

        observe(DaneSupport.MANDATORY, domain, mandatory);
        observe(DaneSupport.OPPORTUNISTIC, domain, opportunistic);
    }

    private void observe(DaneSupport policy, String domain, DaneAction action) throws Exception {
        EngineRig rig = rigs.get(policy);
        String recipient = policy.name().toLowerCase(java.util.Locale.ROOT) + "@" + domain;
        rig.relay(recipient);
        DeliveryEvent.AttemptEnded attempt =
                rig.await(DeliveryEvent.AttemptEnded.class, e -> e.destination().equals(domain));
        List<ReceivedMessage> received = receiver.inbox().all().stream()
                .filter(m -> m.recipients().contains(recipient))
                .toList();
        boolean saidSuccess = rig.events(DeliveryEvent.TlsSucceeded.class).stream()
                .anyMatch(t -> t.destination().equals(domain) && t.daneVerified());

        assertThat(attempt.evidence().action()).as(attempt.evidence().reason()).isEqualTo(action);
        assertThat(attempt.evidence().reason()).isNotBlank();
        assertThat(saidSuccess).isEqualTo(action == DaneAction.DANE_SUCCESS);
        if (action == DaneAction.DANE_FAIL) {
            assertThat(received).isEmpty();
            assertThat(rig.queue.backlog(domain).activeRecipients()).isEqualTo(1);
        } else {
            assertThat(received).hasSize(1);
            assertThat(received.getFirst().tlsProtocol()).isNotNull();
        }
    }

    private PracticeZone domainZone(String domain, String status) {
        return switch (status) {
            case "SECURE" -> network.tree().zone(domain, row % 2 == 0 ? ZoneStyle.NSEC : ZoneStyle.NSEC3);
            case "INSECURE" -> network.tree().zone(domain, ZoneStyle.UNSIGNED);
            case "BOGUS" -> network.tree().zone(domain).signatures(domain, "MX", Signatures.BROKEN);
            default -> throw new IllegalArgumentException(status);
        };
    }

    private void hostZone(String host, String status) {
        String apex = host.substring("mx.".length());
        if (status == null) {
            return;
        }
        ZoneStyle signed = row % 2 == 0 ? ZoneStyle.NSEC3 : ZoneStyle.NSEC;
        PracticeZone zone = network.tree().zone(apex, status.equals("INSECURE") ? ZoneStyle.UNSIGNED : signed);
        zone.address(host, RECEIVER);
        if (status.equals("BOGUS")) {
            zone.signatures(host, "A", Signatures.EXPIRED);
        }
    }

    private void tlsa(String host, String status, PracticeCertificate of) {
        PracticeZone zone = network.tree().zone(host.substring("mx.".length()));
        int port = network.deliveryPort();
        switch (status) {
            case "SECURE" -> zone.tlsa(host, port, of.tlsa(3, 1, 1));
            case "INSECURE" ->
                network.tree().zone("_tcp." + host, ZoneStyle.UNSIGNED).tlsa(host, port, of.tlsa(3, 1, 1));
            case "NXDOMAIN" -> zone.remove("_" + port + "._tcp." + host, "TLSA");
            case "BOGUS" ->
                zone.tlsa(host, port, of.tlsa(3, 1, 1))
                        .signatures("_" + port + "._tcp." + host, "TLSA", Signatures.BROKEN);
            default -> throw new IllegalArgumentException(status);
        }
    }
}
