package org.danegate.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.danegate.address.DomainName;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.DnsSettings.Server;
import org.danegate.practice.DsLink;
import org.danegate.practice.PracticeDns;
import org.danegate.practice.PracticeTree;
import org.danegate.practice.Signatures;
import org.danegate.practice.ZoneStyle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/// Compact denial (RFC 9824): vectors n01 to n09 of signed zones, and what is not to be read into it.
@Timeout(60)
class CompactDenialTest {

    private final PracticeTree tree = new PracticeTree();
    private final AtomicReference<DnsSettings> settings = new AtomicReference<>();
    private final ValidatingLookup lookup =
            new ValidatingLookup(settings::get, InstantSource.system(), (warning, line) -> {});

    @TempDir
    Path folder;

    private Path anchor;
    private PracticeDns dns;

    @BeforeEach
    void start() throws Exception {
        dns = PracticeDns.start(tree);
        anchor = folder.resolve("root.anchor");
        tree.writeTrustAnchor(anchor);
        settings.set(servers(dns.address().getPort()));
        tree.zone("example", ZoneStyle.COMPACT)
                .mx(10, "mx.example")
                .address("mx.example", "127.25.0.1")
                .address("below.ent.example", "127.25.0.2")
                .address("*.wild.example", "127.25.0.3");
        tree.zone("hashed", ZoneStyle.COMPACT_NSEC3)
                .address("mx.hashed", "127.25.0.4")
                .address("below.ent.hashed", "127.25.0.5");
    }

    @AfterEach
    void stop() throws Exception {
        dns.close();
    }

    @Test
    @Tag("N-10")
    @Tag("N-11")
    void n01_a_name_denied_by_nxname_does_not_exist() {
        Answer.Denied<?> denied = denied(lookup.mx(name("nope.example")));
        assertThat(denied.status()).isEqualTo(SecurityStatus.NXDOMAIN);
        assertThat(denied.secure()).isTrue();
        assertThat(denied.provenance().reason()).isEqualTo("proven by DNSSEC not to exist");
    }

    @Test
    @Tag("N-12")
    void n02_a_broken_signature_over_it_is_bogus() {
        tree.zone("example").signatures("nope.example", "MX", Signatures.BROKEN);
        assertThat(lookup.mx(name("nope.example")).status()).isEqualTo(SecurityStatus.BOGUS);
    }

    @Test
    @Tag("N-12")
    void n03_an_empty_non_terminal_exists() {
        Answer.Denied<?> denied = denied(lookup.mx(name("ent.example")));
        assertThat(denied.status()).isEqualTo(SecurityStatus.NODATA);
        assertThat(denied.secure()).isTrue();
        assertThat(denied(lookup.mx(name("ent.hashed"))).status()).isEqualTo(SecurityStatus.NODATA);
    }

    @Test
    @Tag("N-14")
    @Tag("N-15")
    void n04_the_response_code_may_say_it_too() {
        dns.faults().claim("nope.example", "MX", Rcode.NXDOMAIN);
        Answer.Denied<?> denied = denied(lookup.mx(name("nope.example")));
        assertThat(denied.status()).isEqualTo(SecurityStatus.NXDOMAIN);
        assertThat(denied.secure()).isTrue();
    }

    @Test
    @Tag("N-14")
    void a_response_code_that_the_proof_does_not_bear_out_counts_for_nothing() {
        dns.faults().claim("ent.example", "MX", Rcode.NXDOMAIN);
        assertThat(lookup.mx(name("ent.example")).status()).isEqualTo(SecurityStatus.NODATA);
    }

    @Test
    @Tag("N-10")
    void n05_nsec3_has_nxname_as_its_only_type() {
        Answer.Denied<?> denied = denied(lookup.mx(name("nope.hashed")));
        assertThat(denied.status()).isEqualTo(SecurityStatus.NXDOMAIN);
        assertThat(denied.secure()).isTrue();
        dns.faults().claim("nix.hashed", "MX", Rcode.NXDOMAIN);
        assertThat(denied(lookup.mx(name("nix.hashed"))).secure()).isTrue();
    }

    @Test
    @Tag("N-12")
    void n06_nxname_beside_another_type_is_malformed_and_the_name_exists() {
        tree.zone("example").add("nope.example", "TYPE128", "\\# 0").address("nope.example", "127.25.0.9");
        Answer.Denied<?> denied = denied(lookup.mx(name("nope.example")));
        assertThat(denied.status()).isEqualTo(SecurityStatus.NODATA);
        assertThat(denied.secure()).isTrue();
    }

    @Test
    @Tag("N-20")
    void n07_no_tlsa_at_a_name_denied_by_nxname() {
        Answer.Denied<?> denied = denied(lookup.tlsa(name("_25._tcp.mx.example")));
        assertThat(denied.status()).isEqualTo(SecurityStatus.NXDOMAIN);
        assertThat(denied.secure()).isTrue();
    }

    @Test
    @Tag("N-11")
    void n08_nxname_at_another_name_proves_nothing() throws Exception {
        Message other = raw("nix.example", Type.MX);
        try (AnswerForger forger = new AnswerForger(dns.address(), bytes -> borrowed(bytes, other))) {
            settings.set(servers(forger.port()));
            assertThat(lookup.mx(name("nope.example")).status()).isEqualTo(SecurityStatus.BOGUS);
        }
    }

    @Test
    @Tag("N-12")
    void n09_without_signatures_nothing_is_read_from_it() {
        tree.zone("unsigned.example", ZoneStyle.UNSIGNED).address("mx.unsigned.example", "127.25.0.6");
        Answer.Denied<?> denied = denied(lookup.mx(name("unsigned.example")));
        assertThat(denied.status()).isEqualTo(SecurityStatus.NODATA);
        assertThat(denied.secure()).isFalse();
    }

    @Test
    @Tag("N-12")
    void in_an_island_of_security_nxname_is_only_a_bit_and_the_response_code_counts() {
        tree.zone("island.example", ZoneStyle.COMPACT).link(DsLink.MISSING).address("mx.island.example", "127.25.0.7");
        Answer.Denied<?> denied = denied(lookup.mx(name("nope.island.example")));
        assertThat(denied.status()).isEqualTo(SecurityStatus.NODATA);
        assertThat(denied.secure()).isFalse();
        dns.faults().claim("nix.island.example", "MX", Rcode.NXDOMAIN);
        assertThat(denied(lookup.mx(name("nix.island.example"))).status()).isEqualTo(SecurityStatus.NXDOMAIN);
    }

    @Test
    @Tag("N-17")
    void a_wildcard_signed_as_if_it_were_the_name_needs_no_proof() {
        assertThat(lookup.a(name("any.wild.example")).status()).isEqualTo(SecurityStatus.SECURE);
    }

    @Test
    @Tag("N-15")
    @Tag("N-17")
    void neither_compact_answers_nor_the_type_itself_are_asked_for() throws Exception {
        lookup.mx(name("nope.example"));
        assertThat(dns.log().all())
                .isNotEmpty()
                .noneMatch(
                        query -> query.type().equals("NXNAME") || query.type().equals("TYPE128"));
        Message query = Exchange.withEdns(Queries.of(Name.fromString("nope.example."), Type.MX));
        assertThat(query.getOPT().getFlags()).isEqualTo(ExtendedFlags.DO);
    }

    @Test
    @Tag("N-16")
    void the_library_has_the_numbers_of_iana() {
        assertThat(Type.NXNAME).isEqualTo(128);
        assertThat(ExtendedFlags.CO).isEqualTo(0x4000);
    }

    @Test
    @Tag("N-11")
    void an_alias_into_nowhere_is_followed_to_the_denial() {
        tree.zone("example").cname("alias.example", "nope.example");
        Answer.Denied<?> denied = denied(lookup.mx(name("alias.example")));
        assertThat(denied.status()).isEqualTo(SecurityStatus.NXDOMAIN);
        assertThat(denied.secure()).isTrue();
    }

    private static byte[] borrowed(byte[] bytes, Message other) {
        try {
            Message answer = new Message(bytes);
            Record asked = answer.getQuestion();
            if (!asked.getName().toString().equals("nope.example.")) {
                return bytes;
            }
            answer.removeAllRecords(Section.AUTHORITY);
            other.getSection(Section.AUTHORITY).forEach(r -> answer.addRecord(r, Section.AUTHORITY));
            return answer.toWire();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Message raw(String name, int type) throws IOException {
        SimpleResolver resolver = new SimpleResolver(dns.address());
        resolver.setEDNS(0, 1232, ExtendedFlags.DO);
        Message query = Queries.of(Name.fromString(name + "."), type);
        query.getHeader().setFlag(Flags.CD);
        return resolver.send(query);
    }

    private DnsSettings servers(int port) {
        return new DnsSettings(List.of(new Server("127.0.0.1", port, 0)), List.of(), List.of(), false, null, anchor);
    }

    private static Answer.Denied<?> denied(Answer<?> answer) {
        assertThat(answer).as(answer.provenance().reason()).isInstanceOf(Answer.Denied.class);
        return (Answer.Denied<?>) answer;
    }

    private static DomainName name(String text) {
        return DomainName.parse(text);
    }
}
