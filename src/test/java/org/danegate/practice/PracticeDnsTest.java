package org.danegate.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import org.xbill.DNS.dnssec.ValidatingResolver;

class PracticeDnsTest {
    private final PracticeTree tree = new PracticeTree();
    private PracticeDns dns;

    @BeforeEach
    void start() throws Exception {
        dns = PracticeDns.start(tree);
    }

    @AfterEach
    void stop() throws Exception {
        dns.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"NSEC", "NSEC3"})
    void a_signed_zone_validates_with_data_denials_and_wildcards(ZoneStyle style) throws Exception {
        tree.zone("ok.practice", style)
                .mx(10, "mx.ok.practice")
                .address("mx.ok.practice", "127.25.0.1")
                .address("*.wild.ok.practice", "127.25.0.2")
                .cname("alias.ok.practice", "mx.ok.practice")
                .add("old.ok.practice", "DNAME", "ok.practice.")
                .add("a.b.ent.ok.practice", "TXT", "deep");

        assertThat(ask("ok.practice", "MX")).isEqualTo("NOERROR ad 1");
        assertThat(ask("mx.ok.practice", "A")).isEqualTo("NOERROR ad 1");
        assertThat(ask("alias.ok.practice", "A")).isEqualTo("NOERROR ad 2");
        assertThat(ask("mx.old.ok.practice", "A")).isEqualTo("NOERROR ad 3");
        assertThat(ask("x.y.wild.ok.practice", "A")).isEqualTo("NOERROR ad 1");
        assertThat(ask("x.y.wild.ok.practice", "TXT")).isEqualTo("NOERROR ad 0");
        assertThat(ask("mx.ok.practice", "AAAA")).isEqualTo("NOERROR ad 0");
        assertThat(ask("ent.ok.practice", "A")).isEqualTo("NOERROR ad 0");
        assertThat(ask("_25._tcp.mx.ok.practice", "TLSA")).isEqualTo("NXDOMAIN ad 0");
        assertThat(ask("none.practice", "MX")).isEqualTo("NXDOMAIN ad 0");
        assertThat(ask("nothing", "MX")).isEqualTo("NXDOMAIN ad 0");
    }

    @Test
    void opt_out_leaves_data_secure_and_denials_insecure() throws Exception {
        tree.zone("ok.practice", ZoneStyle.NSEC3_OPT_OUT)
                .mx(10, "mx.ok.practice")
                .address("*.wild.ok.practice", "127.25.0.2");
        assertThat(ask("ok.practice", "MX")).isEqualTo("NOERROR ad 1");
        assertThat(ask("ok.practice", "A")).isEqualTo("NOERROR ad 0");
        assertThat(ask("x.wild.ok.practice", "A")).isEqualTo("NOERROR 1");
        assertThat(ask("none.ok.practice", "A")).isEqualTo("NXDOMAIN 0");
    }

    @Test
    void an_unsigned_zone_is_proved_to_be_unsigned() throws Exception {
        tree.zone("plain.practice", ZoneStyle.UNSIGNED).mx(10, "mx.plain.practice");
        assertThat(ask("plain.practice", "MX")).isEqualTo("NOERROR 1");
        assertThat(ask("no.plain.practice", "MX")).isEqualTo("NXDOMAIN 0");
    }

    @Test
    void an_unsigned_zone_below_nsec3_and_opt_out_is_proved_to_be_unsigned() throws Exception {
        tree.zone("hashed", ZoneStyle.NSEC3);
        tree.zone("optout", ZoneStyle.NSEC3_OPT_OUT);
        tree.zone("plain.hashed", ZoneStyle.UNSIGNED).mx(10, "mx.plain.hashed");
        tree.zone("plain.optout", ZoneStyle.UNSIGNED).mx(10, "mx.plain.optout");
        assertThat(ask("plain.hashed", "MX")).isEqualTo("NOERROR 1");
        assertThat(ask("plain.optout", "MX")).isEqualTo("NOERROR 1");
    }

    @Test
    void a_signed_zone_without_ds_is_an_insecure_island() throws Exception {
        tree.zone("island.practice").mx(10, "mx.island.practice").link(DsLink.MISSING);
        assertThat(ask("island.practice", "MX")).isEqualTo("NOERROR 1");
    }

    @ParameterizedTest
    @EnumSource(
            names = {"VALID", "ENDING"},
            mode = EnumSource.Mode.EXCLUDE)
    void every_signature_fault_is_bogus_in_a_zone_in_an_rrset_and_in_a_denial(Signatures fault) throws Exception {
        tree.zone("zone.practice").mx(10, "mx.zone.practice").signatures(fault);
        tree.zone("set.practice")
                .mx(10, "mx.set.practice")
                .address("mx.set.practice", "127.25.0.1")
                .signatures("set.practice", "MX", fault)
                .signatures("_25._tcp.mx.set.practice", "TLSA", fault);
        assertThat(ask("zone.practice", "MX")).startsWith("SERVFAIL");
        assertThat(ask("set.practice", "MX")).startsWith("SERVFAIL");
        assertThat(ask("mx.set.practice", "A")).isEqualTo("NOERROR ad 1");
        assertThat(ask("_25._tcp.mx.set.practice", "TLSA")).startsWith("SERVFAIL");
    }

    @Test
    void a_wrong_ds_makes_the_zone_bogus_until_the_link_is_mended() throws Exception {
        PracticeZone zone =
                tree.zone("wrong.practice").mx(10, "mx.wrong.practice").link(DsLink.WRONG);
        assertThat(ask("wrong.practice", "MX")).startsWith("SERVFAIL");
        zone.link(DsLink.PRESENT);
        assertThat(ask("wrong.practice", "MX")).isEqualTo("NOERROR ad 1");
    }

    @Test
    void a_change_is_seen_and_signed_at_once() throws Exception {
        PracticeZone zone = tree.zone("live.practice").address("live.practice", "127.25.0.1");
        assertThat(ask("live.practice", "A")).isEqualTo("NOERROR ad 1");
        zone.address("live.practice", "127.25.0.2");
        assertThat(ask("live.practice", "A")).isEqualTo("NOERROR ad 2");
        zone.replace("live.practice", "A", "127.25.0.3");
        assertThat(ask("live.practice", "A")).isEqualTo("NOERROR ad 1");
        zone.remove("live.practice", "A");
        assertThat(ask("live.practice", "A")).isEqualTo("NOERROR ad 0");
    }

    @Test
    void a_resolver_that_strips_signatures_makes_signed_names_bogus() throws Exception {
        tree.zone("ok.practice").mx(10, "mx.ok.practice");
        dns.faults().stripSignatures(true);
        assertThat(ask("ok.practice", "MX")).startsWith("SERVFAIL");
    }

    @Test
    void large_answers_are_truncated_by_udp_and_whole_by_tcp() throws Exception {
        PracticeZone zone = tree.zone("big.practice");
        for (int i = 0; i < 200; i++) {
            zone.address("big.practice", "127.26.0." + i);
        }
        SimpleResolver plain = new SimpleResolver(dns.address());
        plain.setIgnoreTruncation(true);
        Message udp = plain.send(query("big.practice", "A"));
        assertThat(udp.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(ask("big.practice", "A")).isEqualTo("NOERROR ad 200");
        assertThat(dns.log().all())
                .anyMatch(q ->
                        q.transport() == PracticeQuery.Transport.TCP && q.name().equals("big.practice"));
    }

    @Test
    void faults_are_tied_to_name_and_type() throws Exception {
        tree.zone("ok.practice").mx(10, "mx.ok.practice").address("ok.practice", "127.25.0.1");
        dns.faults().servfail("ok.practice", "MX").refuse("ok.practice", "TXT").drop("ok.practice", "A");
        SimpleResolver plain = new SimpleResolver(dns.address());
        SimpleResolver impatient = new SimpleResolver(dns.address());
        impatient.setTimeout(Duration.ofMillis(150));
        assertThat(plain.send(query("ok.practice", "MX")).getRcode()).isEqualTo(Rcode.SERVFAIL);
        assertThat(plain.send(query("ok.practice", "TXT")).getRcode()).isEqualTo(Rcode.REFUSED);
        assertThatThrownBy(() -> impatient.send(query("ok.practice", "A"))).isInstanceOf(java.io.IOException.class);
        assertThat(dns.log().count("ok.practice", "A")).isPositive();
        dns.faults().heal();
        assertThat(plain.send(query("ok.practice", "A")).getSection(Section.ANSWER))
                .hasSize(1);
    }

    private String ask(String name, String type) throws Exception {
        ValidatingResolver resolver = new ValidatingResolver(new SimpleResolver(dns.address()));
        resolver.setTimeout(Duration.ofSeconds(5));
        resolver.loadTrustAnchors(new ByteArrayInputStream(tree.trustAnchor().getBytes(StandardCharsets.US_ASCII)));
        Message reply = resolver.send(query(name, type));
        long answers = reply.getSection(Section.ANSWER).stream()
                .filter(record -> record.getType() != Type.RRSIG)
                .count();
        return Rcode.string(reply.getRcode()) + (reply.getHeader().getFlag(Flags.AD) ? " ad " : " ") + answers;
    }

    private static Message query(String name, String type) throws Exception {
        return Message.newQuery(Record.newRecord(Name.fromString(name, Name.root), Type.value(type), DClass.IN));
    }
}
