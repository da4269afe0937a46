package org.danegate.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.danegate.policy.DaneSupport.MANDATORY;
import static org.danegate.policy.DaneSupport.NONE;
import static org.danegate.policy.DaneSupport.OPPORTUNISTIC;

import java.util.List;
import org.danegate.dane.DaneAction;
import org.danegate.dane.DanePlan;
import org.danegate.dane.EvidenceNode;
import org.danegate.dane.HostChoice;
import org.danegate.event.DeliveryEvent.AttemptEnded;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.SmtpRoute;
import org.danegate.policy.SmtpRoute.Dane;
import org.danegate.practice.PracticeCertificate;
import org.danegate.practice.PracticeZone;
import org.danegate.practice.ReceiverBehaviour;
import org.danegate.practice.ZoneStyle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Routes to a relay whose TLSA records count, because the administrator names the relay.
@Timeout(60)
class DaneOnRoutesTest extends OneNetwork {

    /// No receiver of the practice network is there.
    private static final int PORT = 2587;

    DaneOnRoutesTest() {
        super("127.25.11");
    }

    @Test
    @Tag("U-02")
    @Tag("U-05")
    void an_allowed_relay_is_verified_by_its_records_at_the_port_of_the_route() throws Exception {
        PracticeZone zone = network.tree().zone("u02.practice");
        PracticeCertificate leaf = relay(zone, "relay.u02.practice");
        zone.tlsa("relay.u02.practice", PORT, leaf.tlsa(3, 1, 1));
        // Records of another port, which do not match, do not count.
        zone.tlsa("relay.u02.practice", 25, leaf("other.u02.practice").tlsa(3, 1, 1));

        for (DaneSupport support : List.of(OPPORTUNISTIC, MANDATORY)) {
            AttemptEnded ended = deliver(support, allowed("[relay.u02.practice]"));
            assertThat(ended.evidence().action()).as(ended.evidence().reason()).isEqualTo(DaneAction.DANE_SUCCESS);
            assertThat(ended.evidence().route()).contains("relay.u02.practice");
            assertThat(ended.evidence().hosts().getFirst().choice()).isInstanceOf(HostChoice.Configured.class);
            assertThat(ended.evidence().hosts().getFirst().plan())
                    .isInstanceOfSatisfying(
                            DanePlan.Authenticate.class,
                            plan -> assertThat(plan.referenceNames())
                                    .extracting(Object::toString)
                                    .containsExactly("relay.u02.practice"));
        }
        assertThat(receivers.getFirst().inbox().all())
                .hasSize(2)
                .allSatisfy(m -> assertThat(m.serverName()).isEqualTo("relay.u02.practice"));
    }

    @Test
    @Tag("U-05")
    void an_authority_vouches_for_the_name_of_the_relay_and_not_for_the_destination() throws Exception {
        PracticeZone zone = network.tree().zone("u05.practice");
        PracticeCertificate destination = leaf("ok.practice");
        relay(zone, "relay.u05.practice", destination);
        zone.tlsa("relay.u05.practice", PORT, destination.tlsa(2, 1, 1));
        AttemptEnded ended = deliver(OPPORTUNISTIC, allowed("[relay.u05.practice]"));
        assertThat(ended.evidence().action()).isEqualTo(DaneAction.DANE_FAIL);
        assertThat(ended.trouble()).isNotNull();
    }

    @Test
    @Tag("U-02")
    void a_certificate_that_does_not_match_is_not_delivered_to() throws Exception {
        PracticeZone zone = network.tree().zone("wrong.practice");
        relay(zone, "relay.wrong.practice");
        zone.tlsa("relay.wrong.practice", PORT, leaf("other.wrong.practice").tlsa(3, 1, 1));
        AttemptEnded ended = deliver(OPPORTUNISTIC, allowed("[relay.wrong.practice]"));
        assertThat(ended.evidence().action()).isEqualTo(DaneAction.DANE_FAIL);
        assertThat(receivers.getFirst().inbox().all()).isEmpty();
    }

    @Test
    @Tag("U-06")
    void without_records_tls_support_binds_and_mandatory_fails() throws Exception {
        PracticeZone zone = network.tree().zone("u06.practice");
        relay(zone, "relay.u06.practice");
        AttemptEnded fallback = deliver(OPPORTUNISTIC, allowed("[relay.u06.practice]"));
        assertThat(fallback.evidence().action()).isEqualTo(DaneAction.FALLBACK_TLS);
        assertThat(fallback.trouble()).isNull();
        AttemptEnded held = deliver(MANDATORY, allowed("[relay.u06.practice]"));
        assertThat(held.evidence().action()).isEqualTo(DaneAction.DANE_FAIL);
        assertThat(held.trouble().permanent()).isFalse();
    }

    @Test
    @Tag("U-06")
    void the_evidence_says_that_the_host_is_configured() throws Exception {
        PracticeZone zone = network.tree().zone("seen.practice");
        PracticeCertificate leaf = relay(zone, "relay.seen.practice");
        zone.tlsa("relay.seen.practice", PORT, leaf.tlsa(3, 1, 1));
        EvidenceNode tree =
                deliver(MANDATORY, allowed("[relay.seen.practice]")).evidence().tree();
        EvidenceNode host = tree.children().stream()
                .filter(n -> n.kind().equals("host"))
                .findFirst()
                .orElseThrow();
        assertThat(host.children().getFirst().kind()).isEqualTo("mx");
        assertThat(host.children().getFirst().status()).isEqualTo("CONFIGURED");
    }

    @Test
    @Tag("U-03")
    void an_address_has_no_dane() throws Exception {
        PracticeZone zone = network.tree().zone("u03.practice");
        relay(zone, "relay.u03.practice");
        String address = receivers.getLast().address().getAddress().getHostAddress();
        assertThat(deliver(OPPORTUNISTIC, allowed(address)).evidence().action()).isEqualTo(DaneAction.FALLBACK_TLS);
        assertThat(deliver(MANDATORY, allowed(address)).evidence().action()).isEqualTo(DaneAction.DANE_FAIL);
    }

    @Test
    @Tag("U-03")
    void the_mx_hosts_of_a_name_in_a_route_need_a_secure_mx_record() throws Exception {
        PracticeZone signed = network.tree().zone("hub.practice").mx(10, "relay.hub.practice");
        PracticeCertificate leaf = relay(signed, "relay.hub.practice");
        signed.tlsa("relay.hub.practice", PORT, leaf.tlsa(3, 1, 1));
        AttemptEnded secure = deliver(MANDATORY, allowed("hub.practice"));
        assertThat(secure.evidence().action()).as(secure.evidence().reason()).isEqualTo(DaneAction.DANE_SUCCESS);
        assertThat(secure.evidence().hosts().getFirst().choice()).isInstanceOf(HostChoice.ByMx.class);

        network.tree().zone("plain-hub.practice", ZoneStyle.UNSIGNED).mx(10, "relay.hub.practice");
        AttemptEnded insecure = deliver(MANDATORY, allowed("plain-hub.practice"));
        assertThat(insecure.evidence().action()).isEqualTo(DaneAction.DANE_FAIL);
        assertThat(insecure.evidence().reason()).contains("MX record of plain-hub.practice is INSECURE");

        network.tree().zone("lost-hub.practice").mx(10, "relay.hub.practice");
        network.dns().faults().servfail("lost-hub.practice", "MX");
        AttemptEnded failed = deliver(OPPORTUNISTIC, allowed("lost-hub.practice"));
        assertThat(failed.evidence().action()).isEqualTo(DaneAction.DANE_FAIL);
        assertThat(failed.trouble().dane()).isTrue();
    }

    @Test
    @Tag("U-01")
    void a_host_without_the_choice_fails_as_on_the_appliance_also_next_to_one_with_it() throws Exception {
        PracticeZone zone = network.tree().zone("u01.practice");
        PracticeCertificate leaf = relay(zone, "relay.u01.practice");
        zone.tlsa("relay.u01.practice", PORT, leaf.tlsa(3, 1, 1));
        SmtpRoute.Host.Relay fails = new SmtpRoute.Host.Relay("[relay.u01.practice]", PORT, 0);
        AttemptEnded held = deliver(OPPORTUNISTIC, fails);
        assertThat(held.evidence().action()).isEqualTo(DaneAction.DANE_FAIL);
        assertThat(held.trouble().text()).contains("an SMTP route replaces the MX hosts");

        SmtpRoute.Host.Relay later = new SmtpRoute.Host.Relay("[relay.u01.practice]", PORT, 10, Dane.ALLOW);
        AttemptEnded ended = deliver(OPPORTUNISTIC, fails, later);
        assertThat(ended.evidence().action()).isEqualTo(DaneAction.DANE_SUCCESS);
        assertThat(ended.evidence().hosts()).hasSize(2);
        assertThat(deliver(NONE, fails).trouble()).isNull();
    }

    private static SmtpRoute.Host.Relay allowed(String host) {
        return new SmtpRoute.Host.Relay(host, PORT, 0, Dane.ALLOW);
    }

    private AttemptEnded deliver(DaneSupport support, SmtpRoute.Host.Relay... hosts) throws Exception {
        SmtpRoute route = new SmtpRoute(null, List.of(hosts));
        try (EngineRig rig = rig(EngineRig.both(EngineRig.dane(support), EngineRig.route(route)))) {
            rig.relay("a@ok.practice");
            return rig.await(AttemptEnded.class, e -> true);
        }
    }

    private PracticeCertificate relay(PracticeZone zone, String host) throws Exception {
        return relay(zone, host, leaf(host));
    }

    private PracticeCertificate relay(PracticeZone zone, String host, PracticeCertificate leaf) throws Exception {
        host(zone, host, PORT, leaf, ReceiverBehaviour.good());
        return leaf;
    }
}
