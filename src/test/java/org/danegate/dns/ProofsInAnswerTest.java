package org.danegate.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.danegate.address.DomainName;
import org.danegate.dns.answer.Answer;
import org.danegate.policy.DnsSettings;
import org.danegate.practice.PracticeDns;
import org.danegate.practice.PracticeTree;
import org.danegate.practice.PracticeZone;
import org.danegate.practice.ZoneStyle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/// A hostile resolver with genuine records of the zone: what they do not prove is neither absent nor insecure.
@Timeout(60)
class ProofsInAnswerTest {

    private static final DomainName HOST = DomainName.parse("mx.a.practice");
    private static final DomainName OWNER = DomainName.parse("_25._tcp.mx.a.practice");

    private final PracticeTree tree = new PracticeTree();
    private PracticeDns dns;
    private Path anchor;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        dns = PracticeDns.start(tree);
        anchor = folder.resolve("root.anchor");
        tree.writeTrustAnchor(anchor);
    }

    @AfterEach
    void stop() throws Exception {
        dns.close();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "50, 3", "51, 0", "51, 3", "150, 0", "150, 3"})
    void replayed_nsec3_records_deny_nothing_at_any_count__D18(int iterations, int rcode) throws Exception {
        zone(ZoneStyle.NSEC3).nsec3Iterations(iterations);
        judgeReplay(rcode, "mail.a.practice.");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void a_parents_nsec3_records_deny_nothing_below_it(int rcode) throws Exception {
        tree.zone("practice", ZoneStyle.NSEC3).nsec3Iterations(100);
        zone(ZoneStyle.NSEC3).nsec3Iterations(100);
        judgeReplay(rcode, "b.practice.");
    }

    @Test
    void a_replayed_ds_denial_of_a_parent_does_not_unsign_a_zone() throws Exception {
        tree.zone("practice", ZoneStyle.NSEC3).nsec3Iterations(100);
        zone(ZoneStyle.NSEC);
        tree.zone("plain.practice", ZoneStyle.UNSIGNED).mx(10, "mx.plain.practice");
        List<Record> proof = proof("plain.practice.", Type.DS);
        try (AnswerForger forger = forger(m -> {
            if (m.getQuestion().getType() == Type.DS
                    && m.getQuestion().getName().toString().equals("a.practice.")) {
                replace(m, Rcode.NOERROR, proof);
            }
        })) {
            assertThat(lookup(forger.port()).a(HOST)).isInstanceOf(Answer.Bogus.class);
        }
        assertThat(lookup(dns.address().getPort())
                        .mx(DomainName.parse("plain.practice"))
                        .status()
                        .name())
                .isEqualTo("INSECURE");
    }

    @Test
    void a_wildcards_nsec_denies_no_name_that_exists() throws Exception {
        zone(ZoneStyle.NSEC).add("*.a.practice", "TXT", "any").add("z.a.practice", "TXT", "last");
        List<Record> proof = new ArrayList<>(proof("other.a.practice.", Type.TLSA));
        proof.addAll(proof("z.a.practice.", Type.TLSA));
        judge(Rcode.NOERROR, proof);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NSEC", "NSEC3"})
    void a_wildcard_needs_a_proof_of_its_own_zone(ZoneStyle style) throws Exception {
        tree.zone("practice", ZoneStyle.NSEC3).nsec3Iterations(style == ZoneStyle.NSEC ? 0 : 100);
        zone(style).address("*.a.practice", "192.0.2.66");
        ValidatingLookup honest = lookup(dns.address().getPort());
        assertThat(honest.a(DomainName.parse("some.a.practice")).status().name())
                .isEqualTo("SECURE");
        List<Record> wild = send("x.a.practice.", Type.A).getSection(Section.ANSWER);
        List<Record> proof = new ArrayList<>(proof("b.practice.", Type.A));
        proof.addAll(proof("c.practice.", Type.A));
        try (AnswerForger forger = forger(m -> {
            if (isAbout(m, HOST, Type.A)) {
                replace(m, Rcode.NOERROR, proof);
                wild.forEach(r -> m.addRecord(at(r, "mx.a.practice."), Section.ANSWER));
            }
        })) {
            assertThat(lookup(forger.port()).a(HOST)).isInstanceOf(Answer.Bogus.class);
        }
    }

    @Test
    void the_original_ttl_caps_what_is_kept__RFC4035_5_3_3() throws Exception {
        zone(ZoneStyle.NSEC);
        try (AnswerForger forger = forger(m -> {
            for (int section : new int[] {Section.ANSWER, Section.AUTHORITY}) {
                List<Record> records = List.copyOf(m.getSection(section));
                m.removeAllRecords(section);
                records.forEach(r -> m.addRecord(lasting(r, 3000), section));
            }
        })) {
            ValidatingLookup lookup = lookup(forger.port());
            for (Answer<?> answer : List.of(lookup.tlsa(OWNER), lookup.tlsa(HOST), lookup.a(HOST))) {
                assertThat(answer.provenance().ttl())
                        .as("%s", answer)
                        .isBetween(Duration.ofSeconds(1), Duration.ofMinutes(1));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void a_denial_without_soa_is_insecure_in_an_unsigned_zone_alone(int rcode) throws Exception {
        zone(ZoneStyle.NSEC).cname("alias.a.practice", "mx.plain.practice");
        tree.zone("plain.practice", ZoneStyle.UNSIGNED).address("x.plain.practice", "192.0.2.1");
        DomainName plain = DomainName.parse("mx.plain.practice");
        try (AnswerForger forger = forger(m -> {
            String name = m.getQuestion().getName().toString();
            if (m.getSection(Section.ANSWER).stream().allMatch(r -> name.startsWith("alias"))
                    && (name.contains("plain") || name.contains("mx.a") || name.contains("alias"))
                    && m.getQuestion().getType() != Type.DS) {
                m.removeAllRecords(Section.AUTHORITY);
                m.getHeader().setRcode(rcode);
            }
        })) {
            ValidatingLookup lookup = lookup(forger.port());
            DomainName alias = DomainName.parse("alias.a.practice");
            for (Answer<?> answer : List.of(
                    lookup.mx(plain), lookup.a(plain), lookup.aaaa(plain), lookup.tlsa(plain), lookup.a(alias))) {
                assertThat(answer).isInstanceOf(Answer.Denied.class);
                assertThat(((Answer.Denied<?>) answer).secure()).isFalse();
            }
            assertThat(lookup.mx(HOST)).isInstanceOf(Answer.Bogus.class);
        }
    }

    @Test
    void a_dname_behind_its_alias_is_as_good() throws Exception {
        zone(ZoneStyle.NSEC).add("old.a.practice", "DNAME", "a.practice.");
        try (AnswerForger forger = forger(m -> {
            List<Record> records = List.copyOf(m.getSection(Section.ANSWER));
            if (m.getQuestion().getName().toString().contains("old")) {
                m.removeAllRecords(Section.ANSWER);
                records.reversed().forEach(r -> m.addRecord(r, Section.ANSWER));
            }
        })) {
            assertThat(lookup(forger.port())
                            .a(DomainName.parse("mx.old.a.practice"))
                            .status()
                            .name())
                    .isEqualTo("SECURE");
        }
    }

    @Test
    void an_alias_loop_says_so() {
        zone(ZoneStyle.NSEC).cname("one.a.practice", "two.a.practice").cname("two.a.practice", "one.a.practice");
        ValidatingLookup lookup = lookup(dns.address().getPort());
        Answer<?> loop = lookup.a(DomainName.parse("one.a.practice"));
        assertThat(loop).isInstanceOf(Answer.Failed.class);
        assertThat(((Answer.Failed<?>) loop).failure()).isEqualTo(Answer.Failure.ALIAS_LOOP);
    }

    /// The digest of one record is unknown, the algorithm of the other: neither can be used (RFC 4035 5.2).
    @Test
    void ds_records_none_of_which_can_be_used_make_a_zone_insecure_when_they_are_signed() throws Exception {
        tree.zone("plain.practice", ZoneStyle.UNSIGNED).address("mx.plain.practice", "192.0.2.1");
        String digest = "ab".repeat(32);
        tree.zone("practice")
                .add("plain.practice", "DS", "4711 13 250 " + digest)
                .add("plain.practice", "DS", "4712 250 2 " + digest);
        zone(ZoneStyle.NSEC);
        DomainName plain = DomainName.parse("mx.plain.practice");
        assertThat(lookup(dns.address().getPort()).a(plain).status().name()).isEqualTo("INSECURE");
        List<Record> ds = send("plain.practice.", Type.DS).getSection(Section.ANSWER);
        try (AnswerForger forger = forger(m -> {
            if (m.getQuestion().getType() == Type.DS
                    && m.getQuestion().getName().toString().equals("a.practice.")) {
                m.removeAllRecords(Section.ANSWER);
                ds.forEach(r -> m.addRecord(at(r, "a.practice."), Section.ANSWER));
            }
        })) {
            assertThat(lookup(forger.port()).a(HOST)).isInstanceOf(Answer.Bogus.class);
        }
    }

    private PracticeZone zone(ZoneStyle style) {
        return tree.zone("a.practice", style)
                .address("mx.a.practice", "192.0.2.25")
                .address("mail.a.practice", "192.0.2.26")
                .add("_25._tcp.mx.a.practice", "TLSA", "3 1 1 " + "ab".repeat(32));
    }

    private void judgeReplay(int rcode, String other) throws Exception {
        judge(rcode, proof(other, Type.TXT));
        judge(rcode, proof("no." + other, Type.TXT));
    }

    private void judge(int rcode, List<Record> proof) throws Exception {
        try (AnswerForger forger = forger(m -> {
            if (isAbout(m, OWNER, Type.TLSA) || isAbout(m, HOST, Type.A)) {
                replace(m, rcode, proof);
            }
        })) {
            ValidatingLookup lookup = lookup(forger.port());
            assertThat(lookup.tlsa(OWNER)).isInstanceOf(Answer.Bogus.class);
            assertThat(lookup.a(HOST)).isInstanceOf(Answer.Bogus.class);
        }
    }

    private List<Record> proof(String name, int type) throws IOException {
        return send(name, type).getSection(Section.AUTHORITY);
    }

    private Message send(String name, int type) throws IOException {
        SimpleResolver honest = new SimpleResolver(dns.address());
        honest.setEDNS(0, 1232, ExtendedFlags.DO);
        return honest.send(Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN)));
    }

    private static boolean isAbout(Message message, DomainName name, int type) {
        Record asked = message.getQuestion();
        return asked.getType() == type && asked.getName().toString(true).equals(name.ascii());
    }

    private static void replace(Message message, int rcode, List<Record> proof) {
        message.getHeader().setRcode(rcode);
        message.removeAllRecords(Section.ANSWER);
        message.removeAllRecords(Section.AUTHORITY);
        proof.forEach(r -> message.addRecord(r, Section.AUTHORITY));
    }

    private static Record at(Record record, String owner) {
        try {
            return Record.newRecord(
                    Name.fromString(owner), record.getType(), DClass.IN, 60, record.rdataToWireCanonical());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Record lasting(Record record, int ttl) {
        try {
            byte[] wire = record.toWire(Section.ANSWER);
            ByteBuffer.wrap(wire).putInt(record.getName().length() + 4, ttl);
            return Record.fromWire(wire, Section.ANSWER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private AnswerForger forger(Consumer<Message> forgery) throws Exception {
        return new AnswerForger(dns.address(), wire -> forge(wire, forgery));
    }

    private static byte @Nullable [] forge(byte @Nullable [] wire, Consumer<Message> forgery) {
        try {
            Message message = new Message(wire);
            forgery.accept(message);
            return message.toWire();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ValidatingLookup lookup(int port) {
        DnsSettings settings = new DnsSettings(
                List.of(new DnsSettings.Server("127.0.0.1", port, 0)),
                List.of(),
                List.of(),
                false,
                Duration.ofSeconds(3),
                anchor);
        return new ValidatingLookup(() -> settings, InstantSource.system(), QueryLog.NONE);
    }
}
