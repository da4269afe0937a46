package org.danegate.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.danegate.dane.DaneAction;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvent.AttemptEnded;
import org.danegate.event.DeliveryEvent.RecipientBounced;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.SmtpRoute;
import org.danegate.practice.PracticeCertificate;
import org.danegate.practice.PracticeNetwork;
import org.danegate.practice.PracticeReceiver;
import org.danegate.practice.PracticeZone;
import org.danegate.practice.ReceiverBehaviour;
import org.danegate.practice.ReceiverBehaviour.StartTls;
import org.danegate.practice.Signatures;
import org.danegate.practice.ZoneStyle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Cases that the seed does not name (RFC 7672 and what other senders got wrong), each delivered on the wire.
@Timeout(60)
class VectorsWireTest extends OneNetwork {

    private static final DaneSupport MANDATORY = DaneSupport.MANDATORY;
    private static final DaneSupport OPPORTUNISTIC = DaneSupport.OPPORTUNISTIC;

    private final Map<DaneSupport, EngineRig> rigs = new EnumMap<>(DaneSupport.class);
    private int port;

    VectorsWireTest() {
        super("127.25.10");
    }

    @BeforeAll
    void startRigs() throws Exception {
        port = network.deliveryPort();
        for (DaneSupport support : List.of(MANDATORY, OPPORTUNISTIC)) {
            rigs.put(support, rig(EngineRig.dane(support)));
        }
    }

    @AfterAll
    void stopRigs() {
        rigs.values().forEach(EngineRig::close);
    }

    @Test
    void unusable_records_alone_make_tls_compulsory_and_mandatory_fails__X01_X02_D60_D90() throws Exception {
        PracticeCertificate leaf = leaf("mx.x01.practice");
        host(zone("x01.practice"), "mx.x01.practice", leaf, good())
                .tlsa("mx.x01.practice", port, leaf.tlsa(1, 1, 1))
                .tlsa("mx.x01.practice", port, leaf.tlsa(0, 0, 1));

        AttemptEnded encrypted = deliver(OPPORTUNISTIC, "x01.practice");
        assertThat(encrypted.trouble()).isNull();
        assertThat(receivers.getFirst().inbox().all().getFirst().tlsProtocol()).isNotNull();
        assertThat(rigs.get(OPPORTUNISTIC).events(DeliveryEvent.TlsSucceeded.class))
                .noneMatch(t -> t.destination().equals("x01.practice") && t.daneVerified());
        held(MANDATORY, "x01.practice");
    }

    @Test
    void unusable_records_alone_and_no_starttls_hold_the_mail__X03() throws Exception {
        PracticeCertificate leaf = leaf("mx.x03.practice");
        host(zone("x03.practice"), "mx.x03.practice", leaf, good().startTls(StartTls.NOT_OFFERED))
                .tlsa("mx.x03.practice", port, leaf.tlsa(1, 1, 1));
        held(OPPORTUNISTIC, "x03.practice");
        held(MANDATORY, "x03.practice");
        assertThat(receivers.getFirst().inbox().all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"servfail", "refused", "timeout", "formerr", "garbage"})
    void a_tlsa_lookup_that_fails_in_any_way_is_not_no_tlsa__X04_D04_D55(String how) throws Exception {
        String domain = "x04-" + how + ".practice";
        String owner = "_" + port + "._tcp.mx." + domain;
        PracticeCertificate leaf = leaf("mx." + domain);
        host(zone(domain), "mx." + domain, leaf, good()).tlsa("mx." + domain, port, leaf.tlsa(3, 1, 1));
        switch (how) {
            case "servfail" -> network.dns().faults().servfail(owner, "TLSA");
            case "refused" -> network.dns().faults().refuse(owner, "TLSA");
            case "timeout" -> network.dns().faults().drop(owner, "TLSA");
            case "formerr" -> network.dns().faults().formerr(owner, "TLSA");
            default -> network.dns().faults().garbage(owner, "TLSA");
        }
        held(OPPORTUNISTIC, domain);
        held(MANDATORY, domain);
        assertThat(receivers.getFirst().connections()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"servfail", "timeout"})
    void an_address_lookup_that_fails_loses_that_host_alone__X05_D36(String how) throws Exception {
        String domain = "x05-" + how + ".practice";
        PracticeZone zone = network.tree().zone(domain).mx(10, "lost." + domain).mx(20, "mx." + domain);
        zone.address("lost." + domain, "127.25.9.99");
        PracticeCertificate leaf = leaf("mx." + domain);
        host(zone, "mx." + domain, leaf, good()).tlsa("mx." + domain, port, leaf.tlsa(3, 1, 1));
        if (how.equals("servfail")) {
            network.dns().faults().servfail("lost." + domain, "A");
        } else {
            network.dns().faults().drop("lost." + domain, "A");
        }
        success(OPPORTUNISTIC, domain, "mx." + domain);
        success(MANDATORY, domain, "mx." + domain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"servfail", "timeout"})
    void an_mx_lookup_that_fails_holds_the_mail__X06_D30(String how) throws Exception {
        String domain = "x06-" + how + ".practice";
        PracticeCertificate leaf = leaf("mx." + domain);
        host(zone(domain), "mx." + domain, leaf, good()).tlsa("mx." + domain, port, leaf.tlsa(3, 1, 1));
        if (how.equals("servfail")) {
            network.dns().faults().servfail(domain, "MX");
        } else {
            network.dns().faults().drop(domain, "MX");
        }
        held(OPPORTUNISTIC, domain);
        held(MANDATORY, domain);
    }

    @Test
    void a_secure_denial_of_mx_makes_the_domain_itself_the_host__X07_D33() throws Exception {
        PracticeCertificate leaf = leaf("x07.practice");
        host(network.tree().zone("x07.practice"), "x07.practice", leaf, good())
                .tlsa("x07.practice", port, leaf.tlsa(2, 1, 1));
        success(OPPORTUNISTIC, "x07.practice", "x07.practice");
        success(MANDATORY, "x07.practice", "x07.practice");
        assertThat(receivers.getFirst().inbox().all().getFirst().serverName()).isEqualTo("x07.practice");
    }

    @Test
    void an_insecure_denial_of_mx_falls_back_or_holds__X08_X09() throws Exception {
        host(network.tree().zone("x08.practice", ZoneStyle.UNSIGNED), "x08.practice", leaf("x08.practice"), good());
        fallback(OPPORTUNISTIC, "x08.practice");
        held(MANDATORY, "x08.practice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NSEC", "UNSIGNED"})
    void a_null_mx_is_final__X10_D31(ZoneStyle style) throws Exception {
        String domain = "x10-" + style.name().toLowerCase(java.util.Locale.ROOT) + ".practice";
        network.tree().zone(domain, style).mx(0, ".");
        for (DaneSupport support : List.of(MANDATORY, OPPORTUNISTIC)) {
            RecipientBounced bounced = bounced(support, domain);
            assertThat(bounced.trouble().enhanced()).isEqualTo("5.1.10");
            assertThat(bounced.trouble().code()).isEqualTo("556");
        }
    }

    @Test
    void a_bogus_null_mx_delays_and_does_not_bounce__D31() throws Exception {
        network.tree().zone("d31.practice").mx(0, ".").signatures("d31.practice", "MX", Signatures.BROKEN);
        held(OPPORTUNISTIC, "d31.practice");
        held(MANDATORY, "d31.practice");
    }

    @Test
    void a_dot_beside_other_mx_is_dropped__D31() throws Exception {
        PracticeCertificate leaf = leaf("mx.d31b.practice");
        host(zone("d31b.practice").mx(0, "."), "mx.d31b.practice", leaf, good())
                .tlsa("mx.d31b.practice", port, leaf.tlsa(3, 1, 1));
        success(MANDATORY, "d31b.practice", "mx.d31b.practice");
    }

    @Test
    void a_domain_that_does_not_exist_is_final__X11_D32() throws Exception {
        for (DaneSupport support : List.of(MANDATORY, OPPORTUNISTIC)) {
            assertThat(bounced(support, "x11.practice").trouble().enhanced()).isEqualTo("5.1.2");
        }
    }

    @Test
    void a_secure_alias_into_an_unsigned_zone_has_tlsa_at_the_original_name__X12_D45() throws Exception {
        PracticeCertificate leaf = leaf("mx.x12.practice");
        host(network.tree().zone("x12-farm.practice", ZoneStyle.UNSIGNED), "a.x12-farm.practice", leaf, good());
        network.tree()
                .zone("x12.practice")
                .mx(10, "mx.x12.practice")
                .cname("mx.x12.practice", "a.x12-farm.practice")
                .tlsa("mx.x12.practice", port, leaf.tlsa(3, 1, 1));
        success(OPPORTUNISTIC, "x12.practice", "mx.x12.practice");
        success(MANDATORY, "x12.practice", "mx.x12.practice");
    }

    @Test
    void an_insecure_alias_falls_back_or_holds__X13() throws Exception {
        PracticeCertificate leaf = leaf("mx.x13-hosts.practice");
        host(network.tree().zone("x13-farm.practice", ZoneStyle.UNSIGNED), "a.x13-farm.practice", leaf, good());
        network.tree()
                .zone("x13-hosts.practice", ZoneStyle.UNSIGNED)
                .cname("mx.x13-hosts.practice", "a.x13-farm.practice")
                .tlsa("mx.x13-hosts.practice", port, leaf.tlsa(3, 1, 1));
        network.tree().zone("x13.practice").mx(10, "mx.x13-hosts.practice");
        fallback(OPPORTUNISTIC, "x13.practice");
        held(MANDATORY, "x13.practice");
    }

    @Test
    void a_secure_alias_has_tlsa_at_the_expanded_name_first__X14_D46() throws Exception {
        PracticeCertificate leaf = leaf("a.x14-farm.practice");
        host(network.tree().zone("x14-farm.practice"), "a.x14-farm.practice", leaf, good())
                .tlsa("a.x14-farm.practice", port, leaf.tlsa(2, 1, 1));
        network.tree().zone("x14.practice").mx(10, "mx.x14.practice").cname("mx.x14.practice", "a.x14-farm.practice");
        success(OPPORTUNISTIC, "x14.practice", "mx.x14.practice");
        success(MANDATORY, "x14.practice", "mx.x14.practice");
        assertThat(receivers.getFirst().inbox().all().getFirst().serverName()).isEqualTo("a.x14-farm.practice");
    }

    @Test
    void a_bogus_tlsa_at_the_expanded_name_is_not_passed_over__X15_D55() throws Exception {
        PracticeCertificate leaf = leaf("mx.x15.practice");
        host(network.tree().zone("x15-farm.practice"), "a.x15-farm.practice", leaf, good())
                .tlsa("a.x15-farm.practice", port, leaf.tlsa(3, 1, 1))
                .signatures("_" + port + "._tcp.a.x15-farm.practice", "TLSA", Signatures.BROKEN);
        network.tree()
                .zone("x15.practice")
                .mx(10, "mx.x15.practice")
                .cname("mx.x15.practice", "a.x15-farm.practice")
                .tlsa("mx.x15.practice", port, leaf.tlsa(3, 1, 1));
        held(OPPORTUNISTIC, "x15.practice");
        held(MANDATORY, "x15.practice");
        assertThat(receivers.getFirst().connections()).isZero();
    }

    @Test
    void a_bogus_aaaa_leaves_a_secure_a_usable__X16_D47() throws Exception {
        PracticeCertificate leaf = leaf("mx.x16.practice");
        host(zone("x16.practice"), "mx.x16.practice", leaf, good())
                .tlsa("mx.x16.practice", port, leaf.tlsa(3, 1, 1))
                .address("mx.x16.practice", "2001:db8::1")
                .signatures("mx.x16.practice", "AAAA", Signatures.BROKEN);
        success(OPPORTUNISTIC, "x16.practice", "mx.x16.practice");
        success(MANDATORY, "x16.practice", "mx.x16.practice");
    }

    @Test
    void a_bogus_a_leaves_a_secure_aaaa_usable__D47() throws Exception {
        PracticeCertificate leaf = leaf("mx.d47.practice");
        receivers.add(PracticeReceiver.start(new InetSocketAddress(InetAddress.getByName("::1"), port), leaf, good()));
        zone("d47.practice")
                .address("mx.d47.practice", "127.25.9.98")
                .address("mx.d47.practice", "::1")
                .signatures("mx.d47.practice", "A", Signatures.BROKEN)
                .tlsa("mx.d47.practice", port, leaf.tlsa(3, 1, 1));
        success(MANDATORY, "d47.practice", "mx.d47.practice");
        assertThat(receivers.getFirst().inbox().received()).isEqualTo(1);
    }

    @Test
    void a_host_that_mismatches_does_not_fail_the_next_one__X17_D36() throws Exception {
        PracticeCertificate leaf = leaf("mx.x17.practice");
        PracticeZone zone =
                network.tree().zone("x17.practice").mx(10, "bad.x17.practice").mx(20, "mx.x17.practice");
        host(zone, "bad.x17.practice", leaf("bad.x17.practice"), good())
                .tlsa("bad.x17.practice", port, leaf.tlsa(3, 1, 1));
        host(zone, "mx.x17.practice", leaf, good()).tlsa("mx.x17.practice", port, leaf.tlsa(3, 1, 1));
        success(OPPORTUNISTIC, "x17.practice", "mx.x17.practice");
        success(MANDATORY, "x17.practice", "mx.x17.practice");
        assertThat(receivers.getFirst().inbox().received()).isZero();
    }

    @Test
    void tlsa_never_reorders_hosts__X18_X19_D35() throws Exception {
        PracticeCertificate leaf = leaf("mx.x18.practice");
        PracticeZone zone =
                network.tree().zone("x18.practice").mx(10, "plain.x18.practice").mx(20, "mx.x18.practice");
        host(zone, "plain.x18.practice", leaf("plain.x18.practice"), good());
        host(zone, "mx.x18.practice", leaf, good()).tlsa("mx.x18.practice", port, leaf.tlsa(3, 1, 1));
        fallback(OPPORTUNISTIC, "x18.practice");
        assertThat(receivers.getFirst().inbox().received()).isEqualTo(1);
        success(MANDATORY, "x18.practice", "mx.x18.practice");
        assertThat(receivers.get(1).inbox().received()).isEqualTo(1);
    }

    @Test
    void dane_ee_ignores_dates_and_names__X20_D64() throws Exception {
        PracticeCertificate expired = network.certificates().expired("elsewhere.example");
        host(zone("x20.practice"), "mx.x20.practice", expired, good())
                .tlsa("mx.x20.practice", port, expired.tlsa(3, 1, 1));
        success(OPPORTUNISTIC, "x20.practice", "mx.x20.practice");
        success(MANDATORY, "x20.practice", "mx.x20.practice");
    }

    @Test
    void dane_ta_takes_a_private_authority_and_the_next_hops_name__X21_D70() throws Exception {
        PracticeCertificate leaf = leaf("x21.practice");
        host(zone("x21.practice"), "mx.x21.practice", leaf, good()).tlsa("mx.x21.practice", port, leaf.tlsa(2, 1, 1));
        success(OPPORTUNISTIC, "x21.practice", "mx.x21.practice");
        success(MANDATORY, "x21.practice", "mx.x21.practice");
    }

    @Test
    void dane_ta_wants_a_name_that_matches__X22() throws Exception {
        PracticeCertificate leaf = leaf("elsewhere.example");
        host(zone("x22.practice"), "mx.x22.practice", leaf, good()).tlsa("mx.x22.practice", port, leaf.tlsa(2, 1, 1));
        held(OPPORTUNISTIC, "x22.practice");
        held(MANDATORY, "x22.practice");
    }

    @Test
    void records_are_alternatives__X23_D72() throws Exception {
        PracticeCertificate leaf = leaf("mx.x23.practice");
        host(zone("x23.practice"), "mx.x23.practice", leaf, good())
                .tlsa("mx.x23.practice", port, leaf("mx.x23.practice").tlsa(3, 1, 1))
                .tlsa("mx.x23.practice", port, leaf.tlsa(2, 1, 1));
        success(OPPORTUNISTIC, "x23.practice", "mx.x23.practice");
        success(MANDATORY, "x23.practice", "mx.x23.practice");
    }

    @Test
    void the_strongest_digest_alone_counts__X24_D61() throws Exception {
        PracticeCertificate leaf = leaf("mx.x24.practice");
        host(zone("x24.practice"), "mx.x24.practice", leaf, good())
                .tlsa("mx.x24.practice", port, leaf("mx.x24.practice").tlsa(3, 1, 2))
                .tlsa("mx.x24.practice", port, leaf.tlsa(3, 1, 1));
        held(OPPORTUNISTIC, "x24.practice");
        held(MANDATORY, "x24.practice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOT_OFFERED", "REFUSED", "INJECTED", "BROKEN"})
    void starttls_that_does_not_come_to_tls_holds_the_mail__X25_X26_D76_D77(StartTls how) throws Exception {
        String domain = "x25-" + how.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + ".practice";
        PracticeCertificate leaf = leaf("mx." + domain);
        host(zone(domain), "mx." + domain, leaf, good().startTls(how)).tlsa("mx." + domain, port, leaf.tlsa(3, 1, 1));
        held(OPPORTUNISTIC, domain);
        held(MANDATORY, domain);
        assertThat(receivers.getFirst().inbox().all()).isEmpty();
    }

    @Test
    void a_server_that_knows_helo_alone_holds_the_mail__D76() throws Exception {
        PracticeCertificate leaf = leaf("mx.d76.practice");
        host(zone("d76.practice"), "mx.d76.practice", leaf, good().reply("EHLO", "502 5.5.1 What?"))
                .tlsa("mx.d76.practice", port, leaf.tlsa(3, 1, 1));
        held(OPPORTUNISTIC, "d76.practice");
        held(MANDATORY, "d76.practice");
    }

    @Test
    void a_route_that_is_not_usedns_makes_dane_fail__X27_D40() throws Exception {
        SmtpRoute route = new SmtpRoute(null, List.of(new SmtpRoute.Host.Relay("mx.ok.practice", port, 0)));
        Path own = Files.createDirectory(folder.resolve("route"));
        try (EngineRig rig =
                new EngineRig(own, network, EngineRig.both(EngineRig.dane(OPPORTUNISTIC), EngineRig.route(route)))) {
            rig.relay("a@ok.practice");
            AttemptEnded ended = rig.await(AttemptEnded.class, e -> true);
            assertThat(ended.evidence().action()).isEqualTo(DaneAction.DANE_FAIL);
            assertThat(ended.evidence().route()).contains("mx.ok.practice");
        }
    }

    @Test
    void opt_out_over_the_tlsa_owner_counts_as_insecure__X28_D17() throws Exception {
        PracticeZone zone =
                network.tree().zone("x28.practice", ZoneStyle.NSEC3_OPT_OUT).mx(10, "mx.x28.practice");
        host(zone, "mx.x28.practice", leaf("mx.x28.practice"), good());
        fallback(OPPORTUNISTIC, "x28.practice");
        held(MANDATORY, "x28.practice");
    }

    @Test
    void dane_does_not_apply_to_an_address_literal__X29_X30_D27() throws Exception {
        receivers.add(PracticeReceiver.start(
                new InetSocketAddress(InetAddress.getByName("127.25.9.97"), port), leaf("literal.example"), good()));
        fallback(OPPORTUNISTIC, "[127.25.9.97]");
        held(MANDATORY, "[127.25.9.97]");
        assertThat(receivers.getFirst().inbox().received()).isEqualTo(1);
    }

    @Test
    void every_connection_is_matched_against_todays_tlsa__X31_D80() throws Exception {
        Path own = Files.createDirectory(folder.resolve("resumed"));
        PracticeCertificate leaf = leaf("mx.x31.practice");
        PracticeZone zone = host(zone("x31.practice"), "mx.x31.practice", leaf, good())
                .tlsa("mx.x31.practice", port, leaf.tlsa(3, 1, 1));
        try (EngineRig rig = new EngineRig(own, network, EngineRig.dane(MANDATORY))) {
            rig.relay("a@x31.practice");
            rig.await(AttemptEnded.class, e -> e.evidence().action() == DaneAction.DANE_SUCCESS);
            zone.replace(
                    "_" + port + "._tcp.mx.x31.practice",
                    "TLSA",
                    leaf("mx.x31.practice").tlsa(3, 1, 1).text());
            rig.putDnsForward(Duration.ofMinutes(1));
            rig.relay("b@x31.practice");
            rig.await(AttemptEnded.class, e -> e.evidence().action() == DaneAction.DANE_FAIL);
            assertThat(receivers.getFirst().inbox().received()).isEqualTo(1);
        }
    }

    @Test
    void a_mismatch_found_with_cached_tlsa_is_checked_with_fresh_tlsa__D62() throws Exception {
        Path own = Files.createDirectory(folder.resolve("rollover"));
        PracticeCertificate old = leaf("mx.d62.practice");
        PracticeCertificate fresh = leaf("mx.d62.practice");
        PracticeZone zone = host(zone("d62.practice"), "mx.d62.practice", old, good())
                .tlsa("mx.d62.practice", port, old.tlsa(3, 1, 1));
        try (EngineRig rig = new EngineRig(own, network, EngineRig.dane(MANDATORY))) {
            rig.relay("a@d62.practice");
            rig.await(AttemptEnded.class, e -> e.evidence().action() == DaneAction.DANE_SUCCESS);
            receivers.getFirst().present(fresh);
            zone.replace(
                    "_" + port + "._tcp.mx.d62.practice",
                    "TLSA",
                    fresh.tlsa(3, 1, 1).text());
            rig.relay("b@d62.practice");
            assertThat(receivers.getFirst().inbox().await(2, Duration.ofSeconds(30)))
                    .isTrue();
            assertThat(rig.events(DeliveryEvent.RecipientDelayed.class)).isEmpty();
        }
    }

    @Test
    void a_wildcard_tlsa_with_its_proof_counts__X32_D15() throws Exception {
        PracticeCertificate leaf = leaf("mx.x32.practice");
        host(zone("x32.practice"), "mx.x32.practice", leaf, good())
                .add("*._tcp.mx.x32.practice", "TLSA", leaf.tlsa(3, 1, 1).text());
        success(OPPORTUNISTIC, "x32.practice", "mx.x32.practice");
        success(MANDATORY, "x32.practice", "mx.x32.practice");
    }

    @Test
    void a_resolver_that_strips_signatures_makes_signed_domains_bogus__X33_D23() throws Exception {
        Path own = Files.createDirectory(folder.resolve("stripped"));
        try (PracticeNetwork stripped = PracticeNetwork.start()) {
            stripped.dns().faults().stripSignatures(true);
            for (DaneSupport support : List.of(MANDATORY, OPPORTUNISTIC)) {
                Path part = Files.createDirectory(own.resolve(support.name()));
                try (EngineRig rig = new EngineRig(part, stripped, EngineRig.dane(support))) {
                    rig.relay("a@ok.practice");
                    AttemptEnded ended = rig.await(AttemptEnded.class, e -> true);
                    assertThat(ended.evidence().action()).isEqualTo(DaneAction.DANE_FAIL);
                    assertThat(ended.evidence().domain().mx().status().name()).isEqualTo("BOGUS");
                }
            }
            assertThat(stripped.inbox().received()).isZero();
        }
    }

    @Test
    void an_alias_at_the_tlsa_owner_is_followed_and_the_base_domain_stays__D52() throws Exception {
        PracticeCertificate leaf = leaf("mx.d52.practice");
        network.tree()
                .zone("d52-tlsa.practice")
                .add("shared.d52-tlsa.practice", "TLSA", leaf.tlsa(3, 1, 1).text());
        host(zone("d52.practice"), "mx.d52.practice", leaf, good())
                .cname("_" + port + "._tcp.mx.d52.practice", "shared.d52-tlsa.practice");
        success(MANDATORY, "d52.practice", "mx.d52.practice");
        assertThat(receivers.getFirst().inbox().all().getFirst().serverName()).isEqualTo("mx.d52.practice");
    }

    @Test
    void a_domain_that_is_an_alias_has_the_mx_of_its_end__D29() throws Exception {
        PracticeCertificate leaf = leaf("d29-end.practice");
        host(zone("d29-end.practice"), "mx.d29-end.practice", leaf, good())
                .tlsa("mx.d29-end.practice", port, leaf.tlsa(2, 1, 1));
        network.tree().zone("practice").cname("d29.practice", "d29-end.practice");
        success(MANDATORY, "d29.practice", "mx.d29-end.practice");
    }

    @Test
    void a_dname_leads_to_the_host__D09() throws Exception {
        PracticeCertificate leaf = leaf("mx.d09-old.practice");
        host(network.tree().zone("d09-new.practice"), "mx.d09-new.practice", leaf, good());
        network.tree().zone("d09-old.practice").add("d09-old.practice", "DNAME", "d09-new.practice.");
        network.tree().zone("d09-new.practice").tlsa("mx.d09-new.practice", port, leaf.tlsa(3, 1, 1));
        network.tree().zone("d09.practice").mx(10, "mx.d09-old.practice");
        success(MANDATORY, "d09.practice", "mx.d09-old.practice");
    }

    @Test
    void an_internationalised_domain_is_asked_by_its_a_labels__D42() throws Exception {
        String ascii = "xn--bcher-kva.practice";
        PracticeCertificate leaf = leaf("mx." + ascii);
        host(zone(ascii), "mx." + ascii, leaf, good()).tlsa("mx." + ascii, port, leaf.tlsa(2, 1, 1));
        EngineRig rig = rigs.get(MANDATORY);
        rig.accept(EngineRig.envelope("s@origin.example", true), "text\r\n", "a@b\u00fccher.practice");
        AttemptEnded ended = rig.await(AttemptEnded.class, e -> e.destination().equals(ascii));
        assertThat(ended.evidence().action()).isEqualTo(DaneAction.DANE_SUCCESS);
    }

    @Test
    void tlsa_is_not_asked_where_the_address_is_insecure__D44() throws Exception {
        PracticeZone farm = network.tree().zone("d44-farm.practice", ZoneStyle.UNSIGNED);
        host(farm, "mx.d44-farm.practice", leaf("mx.d44-farm.practice"), good());
        network.dns().faults().servfail("_" + port + "._tcp.mx.d44-farm.practice", "TLSA");
        network.tree().zone("d44.practice").mx(10, "mx.d44-farm.practice");
        fallback(OPPORTUNISTIC, "d44.practice");
    }

    @Test
    void two_domains_on_one_host_never_share_a_verdict__D81() throws Exception {
        PracticeCertificate leaf = leaf("mx.d81-farm.practice");
        host(network.tree().zone("d81-farm.practice"), "mx.d81-farm.practice", leaf, good())
                .tlsa("mx.d81-farm.practice", port, leaf.tlsa(3, 1, 1));
        network.tree().zone("d81-signed.practice").mx(10, "mx.d81-farm.practice");
        network.tree().zone("d81-unsigned.practice", ZoneStyle.UNSIGNED).mx(10, "mx.d81-farm.practice");
        EngineRig rig = rigs.get(MANDATORY);
        rig.relay("a@d81-signed.practice", "a@d81-unsigned.practice");
        assertThat(rig.await(AttemptEnded.class, e -> e.destination().equals("d81-signed.practice"))
                        .evidence()
                        .action())
                .isEqualTo(DaneAction.DANE_SUCCESS);
        assertThat(rig.await(AttemptEnded.class, e -> e.destination().equals("d81-unsigned.practice"))
                        .evidence()
                        .action())
                .isEqualTo(DaneAction.DANE_FAIL);
        assertThat(receivers.getFirst().inbox().received()).isEqualTo(1);
    }

    @Test
    void ehlo_is_said_again_after_the_handshake__D78() throws Exception {
        PracticeCertificate leaf = leaf("mx.d78.practice");
        host(zone("d78.practice"), "mx.d78.practice", leaf, good()).tlsa("mx.d78.practice", port, leaf.tlsa(3, 1, 1));
        success(MANDATORY, "d78.practice", "mx.d78.practice");
        assertThat(receivers.getFirst().inbox().all().getFirst().helo())
                .as("the receiver forgets the name with the handshake, as RFC 3207 4.2 wants")
                .isEqualTo("gate.practice");
    }

    @Test
    void authenticated_encrypted_and_clear_are_three_words__D91() throws Exception {
        PracticeCertificate leaf = leaf("mx.d91a.practice");
        host(zone("d91a.practice"), "mx.d91a.practice", leaf, good())
                .tlsa("mx.d91a.practice", port, leaf.tlsa(3, 1, 1));
        host(zone("d91b.practice"), "mx.d91b.practice", leaf("mx.d91b.practice"), good());
        host(zone("d91c.practice"), "mx.d91c.practice", leaf, good().startTls(StartTls.NOT_OFFERED));
        assertThat(outcome("d91a.practice")).isEqualTo("DANE SUCCESS");
        assertThat(outcome("d91b.practice")).isEqualTo("connected with TLS");
        assertThat(outcome("d91c.practice")).startsWith("connected without TLS");
    }

    private String outcome(String domain) throws Exception {
        return deliver(OPPORTUNISTIC, domain)
                .evidence()
                .hosts()
                .getFirst()
                .addresses()
                .getFirst()
                .outcome();
    }

    @Test
    void hosts_that_fail_are_never_replaced_by_the_domain_itself__D34() throws Exception {
        PracticeZone zone = network.tree().zone("d34.practice").mx(10, "gone.d34.practice");
        host(zone, "d34.practice", leaf("d34.practice"), good());
        AttemptEnded ended = deliver(OPPORTUNISTIC, "d34.practice");
        assertThat(ended.trouble()).isNotNull();
        assertThat(receivers.getFirst().connections()).isZero();
    }

    @Test
    void addresses_are_asked_before_tlsa__D43() throws Exception {
        PracticeCertificate leaf = leaf("mx.d43.practice");
        host(zone("d43.practice"), "mx.d43.practice", leaf, good()).tlsa("mx.d43.practice", port, leaf.tlsa(3, 1, 1));
        success(MANDATORY, "d43.practice", "mx.d43.practice");
        List<String> asked = network.dns().log().all().stream()
                .filter(q -> q.name().endsWith("d43.practice"))
                .map(q -> q.type())
                .filter(List.of("MX", "A", "TLSA")::contains)
                .distinct()
                .toList();
        assertThat(asked).containsExactly("MX", "A", "TLSA");
    }

    @Test
    void a_host_without_an_address_is_passed_over_and_is_no_dane_verdict__D48() throws Exception {
        PracticeCertificate leaf = leaf("mx.d48.practice");
        PracticeZone zone =
                network.tree().zone("d48.practice").mx(5, "gone.d48.practice").mx(10, "mx.d48.practice");
        host(zone, "mx.d48.practice", leaf, good()).tlsa("mx.d48.practice", port, leaf.tlsa(3, 1, 1));
        success(MANDATORY, "d48.practice", "mx.d48.practice");

        network.tree().zone("d48b.practice").mx(5, "gone.d48b.practice");
        AttemptEnded ended = deliver(MANDATORY, "d48b.practice");
        assertThat(ended.trouble()).isNotNull();
        assertThat(ended.trouble().dane()).isFalse();
    }

    @Test
    void a_tlsa_lookup_that_fails_leads_to_the_next_host__D55() throws Exception {
        PracticeCertificate leaf = leaf("mx.d55.practice");
        PracticeZone zone =
                network.tree().zone("d55.practice").mx(5, "first.d55.practice").mx(10, "mx.d55.practice");
        host(zone, "first.d55.practice", leaf, good()).tlsa("first.d55.practice", port, leaf.tlsa(3, 1, 1));
        network.dns().faults().servfail("_" + port + "._tcp.first.d55.practice", "TLSA");
        host(zone, "mx.d55.practice", leaf, good()).tlsa("mx.d55.practice", port, leaf.tlsa(3, 1, 1));
        success(OPPORTUNISTIC, "d55.practice", "mx.d55.practice");
        success(MANDATORY, "d55.practice", "mx.d55.practice");
        assertThat(receivers.getFirst().connections()).isZero();
    }

    @Test
    void more_records_than_anybody_needs_fail__D63() throws Exception {
        PracticeCertificate leaf = leaf("mx.d63.practice");
        PracticeZone zone = host(zone("d63.practice"), "mx.d63.practice", leaf, good());
        zone.tlsa("mx.d63.practice", port, leaf.tlsa(3, 1, 1));
        for (int i = 0; i < 64; i++) {
            zone.add("_" + port + "._tcp.mx.d63.practice", "TLSA", "3 1 1 " + "%064x".formatted(i));
        }
        held(OPPORTUNISTIC, "d63.practice");
        held(MANDATORY, "d63.practice");
    }

    @Test
    void policy_is_read_anew_at_every_attempt__D92() throws Exception {
        Path own = Files.createDirectory(folder.resolve("anew"));
        try (EngineRig rig = new EngineRig(own, network, EngineRig.dane(MANDATORY))) {
            host(zone("d92.practice"), "mx.d92.practice", leaf("mx.d92.practice"), good());
            rig.relay("a@d92.practice");
            rig.await(AttemptEnded.class, e -> e.evidence().action() == DaneAction.DANE_FAIL);
            rig.commit(EngineRig.dane(DaneSupport.NONE));
            rig.queue.retryNow("d92.practice");
            assertThat(receivers.getFirst().inbox().await(1, Duration.ofSeconds(30)))
                    .isTrue();
        }
    }

    private static ReceiverBehaviour good() {
        return ReceiverBehaviour.good();
    }

    private AttemptEnded deliver(DaneSupport support, String domain) throws Exception {
        EngineRig rig = rigs.get(support);
        rig.relay("a@" + domain);
        return rig.await(AttemptEnded.class, e -> e.destination().equals(domain));
    }

    private void success(DaneSupport support, String domain, String host) throws Exception {
        AttemptEnded ended = deliver(support, domain);
        assertThat(ended.evidence().action())
                .as(support + ": " + ended.evidence().reason())
                .isEqualTo(DaneAction.DANE_SUCCESS);
        assertThat(ended.evidence().hosts().getLast().host()).isEqualTo(host);
    }

    private void fallback(DaneSupport support, String domain) throws Exception {
        AttemptEnded ended = deliver(support, domain);
        assertThat(ended.evidence().action()).as(ended.evidence().reason()).isEqualTo(DaneAction.FALLBACK_TLS);
        assertThat(ended.trouble()).isNull();
    }

    private void held(DaneSupport support, String domain) throws Exception {
        AttemptEnded ended = deliver(support, domain);
        assertThat(ended.evidence().action()).as(ended.evidence().reason()).isEqualTo(DaneAction.DANE_FAIL);
        assertThat(ended.trouble()).isNotNull();
        assertThat(ended.trouble().permanent()).as("D-87: never final").isFalse();
        assertThat(rigs.get(support).queue.backlog(domain).activeRecipients()).isEqualTo(1);
    }

    private RecipientBounced bounced(DaneSupport support, String domain) throws Exception {
        EngineRig rig = rigs.get(support);
        rig.relay("a@" + domain);
        return rig.await(RecipientBounced.class, b -> b.destination().equals(domain));
    }
}
