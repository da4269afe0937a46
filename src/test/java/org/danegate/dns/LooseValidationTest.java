package org.danegate.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.danegate.address.DomainName;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.policy.DnsSettings;
import org.danegate.practice.DsLink;
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
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/// Where the validator's library is looser than the RFCs, and a resolver that lies could use it: replayed denials, keys
/// that may not sign, digests that do not count, lifetimes that are stretched.
@Timeout(30)
class LooseValidationTest {

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
    @CsvSource({
        "0, TLSA, 0",
        "50, TLSA, 0",
        "51, TLSA, 0",
        "100, TLSA, 0",
        "150, TLSA, 0",
        "51, TLSA, 3",
        "150, TLSA, 3",
        "100, MX, 0",
        "100, MX, 3",
        "100, A, 3",
        "100, AAAA, 0",
        "100, CNAME, 3"
    })
    void a_genuine_denial_of_another_name_denies_nothing_here(int iterations, String type, int rcode) throws Exception {
        tree.zone("a.practice", ZoneStyle.NSEC3)
                .nsec3Iterations(iterations)
                .mx(10, "mx.a.practice")
                .address("mx.a.practice", "192.0.2.1")
                .address("other.a.practice", "192.0.2.2")
                .add("_25._tcp.mx.a.practice", "TLSA", "3 1 1 " + "ab".repeat(32));
        Message genuine = honest(rcode == Rcode.NXDOMAIN ? "no.such.name.a.practice." : "other.a.practice.", Type.TXT);
        String name =
                type.equals("TLSA") ? "_25._tcp.mx.a.practice" : type.equals("MX") ? "a.practice" : "mx.a.practice";
        try (AnswerForger forger = forger(replay(genuine, type, rcode))) {
            assertThat(ask(lookup(forger.port()), name, type).status()).isEqualTo(SecurityStatus.BOGUS);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 60, 150})
    void a_parents_weak_proof_beside_a_childs_answer_weakens_nothing(int iterations) throws Exception {
        tree.zone("wide.practice", ZoneStyle.NSEC3_OPT_OUT).nsec3Iterations(iterations);
        PracticeZone child = tree.zone("child.wide.practice")
                .address("mx.child.wide.practice", "192.0.2.1")
                .add("_25._tcp.mx.child.wide.practice", "TLSA", "3 1 1 " + "ab".repeat(32));
        Message parents = honest("no.such.name.wide.practice.", Type.TXT);
        Consumer<Message> besides = m -> {
            if (m.getQuestion().getType() != Type.DS && m.getQuestion().getType() != Type.DNSKEY) {
                parents.getSection(Section.AUTHORITY).forEach(r -> m.addRecord(r, Section.AUTHORITY));
            }
        };
        Consumer<Message> instead = m -> {
            if (m.getQuestion().getType() == Type.TLSA) {
                m.removeAllRecords(Section.ANSWER);
                m.removeAllRecords(Section.AUTHORITY);
                parents.getSection(Section.AUTHORITY).forEach(r -> m.addRecord(r, Section.AUTHORITY));
            }
        };
        try (AnswerForger beside = forger(besides);
                AnswerForger replaced = forger(instead)) {
            ValidatingLookup lookup = lookup(beside.port());
            assertThat(ask(lookup, "mx.child.wide.practice", "A").status()).isEqualTo(SecurityStatus.SECURE);
            Answer<?> denied = ask(lookup, "mx.child.wide.practice", "AAAA");
            assertThat(denied).as("%s", denied).isInstanceOf(Answer.Denied.class);
            assertThat(((Answer.Denied<?>) denied).secure()).as("%s", denied).isTrue();
            assertThat(ask(lookup(replaced.port()), "_25._tcp.mx.child.wide.practice", "TLSA")
                            .status())
                    .isEqualTo(SecurityStatus.BOGUS);
        }
        assertThat(child.name()).isEqualTo("child.wide.practice");
    }

    @Test
    void the_absence_of_a_ds_record_must_be_proven_whatever_the_iterations_of_the_parent() throws Exception {
        tree.zone("a.practice", ZoneStyle.NSEC3).nsec3Iterations(100).address("other.a.practice", "192.0.2.2");
        tree.zone("child.a.practice").address("mx.child.a.practice", "192.0.2.1");
        Message genuine = honest("other.a.practice.", Type.TXT);
        Consumer<Message> unsign = m -> {
            if (m.getQuestion().getType() == Type.DS
                    && m.getQuestion().getName().toString().startsWith("child.")) {
                m.removeAllRecords(Section.ANSWER);
                m.removeAllRecords(Section.AUTHORITY);
                genuine.getSection(Section.AUTHORITY).forEach(r -> m.addRecord(r, Section.AUTHORITY));
            } else if (m.getQuestion().getType() == Type.A) {
                List.copyOf(m.getSection(Section.ANSWER)).stream()
                        .filter(RRSIGRecord.class::isInstance)
                        .forEach(r -> m.removeRecord(r, Section.ANSWER));
            }
        };
        try (AnswerForger forger = forger(unsign)) {
            assertThat(ask(lookup(forger.port()), "mx.child.a.practice", "A").status())
                    .isEqualTo(SecurityStatus.BOGUS);
        }
    }

    @Test
    void an_insecure_delegation_is_proven_also_with_many_iterations() {
        tree.zone("a.practice", ZoneStyle.NSEC3).nsec3Iterations(100);
        tree.zone("child.a.practice", ZoneStyle.UNSIGNED).address("mx.child.a.practice", "192.0.2.1");
        assertThat(ask(lookup(dns.address().getPort()), "mx.child.a.practice", "A")
                        .status())
                .isEqualTo(SecurityStatus.INSECURE);
    }

    @ParameterizedTest
    @CsvSource({"256, 3, SECURE", "257, 3, SECURE", "384, 3, BOGUS", "385, 3, BOGUS", "0, 3, BOGUS", "256, 2, BOGUS"})
    void only_a_zone_key_that_is_not_revoked_signs_data(int flags, int protocol, SecurityStatus status) {
        tree.zone("a.practice")
                .address("mx.a.practice", "192.0.2.1")
                .add("_25._tcp.mx.a.practice", "TLSA", "3 1 1 " + "ab".repeat(32))
                .dataSignedBy(flags, protocol);
        ValidatingLookup lookup = lookup(dns.address().getPort());
        assertThat(ask(lookup, "mx.a.practice", "A").status()).isEqualTo(status);
        assertThat(ask(lookup, "_25._tcp.mx.a.practice", "TLSA").status()).isEqualTo(status);
        assertThat(ask(lookup, "mx.a.practice", "AAAA").status())
                .isEqualTo(status == SecurityStatus.SECURE ? SecurityStatus.NODATA : SecurityStatus.BOGUS);
    }

    @ParameterizedTest
    @CsvSource({
        "true, 1, INSECURE",
        "true, 12, SECURE",
        "false, 12, BOGUS",
        "false, 124, BOGUS",
        "false, 14, BOGUS",
        "true, 2, SECURE"
    })
    void a_stronger_digest_decides(boolean right, String digests, SecurityStatus status) throws Exception {
        tree.zone("a.practice").address("mx.a.practice", "192.0.2.1").link(DsLink.MISSING);
        DNSKEYRecord key = honest("a.practice.", Type.DNSKEY).getSection(Section.ANSWER).stream()
                .filter(DNSKEYRecord.class::isInstance)
                .map(DNSKEYRecord.class::cast)
                .findFirst()
                .orElseThrow();
        for (char digest : digests.toCharArray()) {
            DSRecord ds = new DSRecord(key.getName(), DClass.IN, 60, digest - '0', key);
            String text = ds.rdataToString();
            int at = text.lastIndexOf(' ') + 1;
            boolean keep = right || digest == '1';
            tree.zone("practice")
                    .add("a.practice", "DS", keep ? text : text.substring(0, at) + flipped(text.substring(at)));
        }
        assertThat(ask(lookup(dns.address().getPort()), "mx.a.practice", "A").status())
                .isEqualTo(status);
    }

    private static String flipped(String hex) {
        return (hex.charAt(0) == '0' ? '1' : '0') + hex.substring(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_resolver_cannot_stretch_the_life_of_a_signed_record(boolean found) throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        PracticeTree brief = new PracticeTree(30, now::get);
        brief.writeTrustAnchor(anchor);
        PracticeZone zone = brief.zone("a.practice").address("x.a.practice", "192.0.2.1");
        if (found) {
            zone.add("_25._tcp.mx.a.practice", "TLSA", "3 1 1 " + "ab".repeat(32));
        }
        try (PracticeDns server = PracticeDns.start(brief);
                AnswerForger forger = new AnswerForger(server.address(), wire -> forge(wire, m -> stretch(m, 3000)))) {
            ValidatingLookup lookup = lookup(forger.port(), now::get);
            Answer<?> first = ask(lookup, "_25._tcp.mx.a.practice", "TLSA");
            assertThat(first.status())
                    .as("%s", first)
                    .isEqualTo(found ? SecurityStatus.SECURE : SecurityStatus.NXDOMAIN);
            assertThat(first.provenance().ttl()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30));
            zone.replace("_25._tcp.mx.a.practice", "TLSA", "3 1 1 " + "cd".repeat(32));
            now.updateAndGet(t -> t.plusSeconds(31));
            Answer<?> second = ask(lookup, "_25._tcp.mx.a.practice", "TLSA");
            assertThat(second).as("%s", second).isInstanceOf(Answer.Found.class);
            assertThat(((Answer.Found<?>) second).records().toString()).contains("cdcd");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MX", "A", "AAAA", "TLSA"})
    void a_denial_without_an_soa_record_counts_in_an_unsigned_zone_alone(String type) throws Exception {
        tree.zone("plain.practice", ZoneStyle.UNSIGNED).add("x.plain.practice", "TXT", "x");
        tree.zone("signed.practice")
                .add("x.signed.practice", "TXT", "x")
                .cname("to.signed.practice", "x.plain.practice");
        Consumer<Message> bare = m -> {
            if (m.getQuestion().getType() == Type.value(type)) {
                m.removeAllRecords(Section.AUTHORITY);
            }
        };
        try (AnswerForger forger = forger(bare)) {
            ValidatingLookup lookup = lookup(forger.port());
            for (String name : List.of("x.plain.practice", "none.plain.practice", "to.signed.practice")) {
                Answer<?> plain = ask(lookup, name, type);
                assertThat(plain).as(name + " %s", plain).isInstanceOf(Answer.Denied.class);
                assertThat(((Answer.Denied<?>) plain).secure()).isFalse();
            }
            assertThat(ask(lookup, "x.signed.practice", type).status()).isEqualTo(SecurityStatus.BOGUS);
            assertThat(ask(lookup, "none.signed.practice", type).status()).isEqualTo(SecurityStatus.BOGUS);
        }
    }

    @Test
    void an_alias_may_stand_before_the_dname_that_makes_it() throws Exception {
        tree.zone("a.practice")
                .add("old.a.practice", "DNAME", "new.a.practice.")
                .address("mx.new.a.practice", "192.0.2.1");
        Consumer<Message> turned = m -> {
            List<Record> answer = new ArrayList<>(m.getSection(Section.ANSWER));
            m.removeAllRecords(Section.ANSWER);
            answer.reversed().forEach(r -> m.addRecord(r, Section.ANSWER));
        };
        try (AnswerForger forger = forger(turned)) {
            assertThat(ask(lookup(forger.port()), "mx.old.a.practice", "A").status())
                    .isEqualTo(SecurityStatus.SECURE);
        }
    }

    @Test
    void a_proven_absence_is_not_called_a_validated_answer() {
        tree.zone("a.practice").address("mx.a.practice", "192.0.2.1");
        ValidatingLookup lookup = lookup(dns.address().getPort());
        assertThat(ask(lookup, "none.a.practice", "A").provenance().reason())
                .isEqualTo("proven by DNSSEC not to exist");
        assertThat(ask(lookup, "mx.a.practice", "AAAA").provenance().reason())
                .isEqualTo("proven by DNSSEC that there is no such record");
    }

    @Test
    void a_signature_over_more_labels_than_its_owner_has_is_left_out() throws Exception {
        tree.zone("a.practice").address("mx.a.practice", "192.0.2.1");
        Message answer = honest("mx.a.practice.", Type.A);
        RRSIGRecord good = (RRSIGRecord) answer.getSection(Section.ANSWER).stream()
                .filter(RRSIGRecord.class::isInstance)
                .findFirst()
                .orElseThrow();
        byte[] wire = good.toWire(Section.ANSWER);
        // Labels are the fourth octet of the data, behind name, type, class, TTL and length.
        wire[good.getName().length() + 10 + 3]++;
        answer.removeRecord(good, Section.ANSWER);
        answer.addRecord(Record.fromWire(wire, Section.ANSWER), Section.ANSWER);
        assertThat(SoundRecords.of(answer, Instant.now()).getSection(Section.ANSWER))
                .hasSize(1)
                .noneMatch(RRSIGRecord.class::isInstance);
    }

    private static void stretch(Message message, int ttl) {
        for (int section : new int[] {Section.ANSWER, Section.AUTHORITY}) {
            List<Record> records = List.copyOf(message.getSection(section));
            message.removeAllRecords(section);
            records.forEach(r -> message.addRecord(
                    Record.newRecord(r.getName(), r.getType(), r.getDClass(), ttl, rdata(r)), section));
        }
    }

    private static byte[] rdata(Record record) {
        byte[] wire = record.toWire(Section.ANSWER);
        return java.util.Arrays.copyOfRange(wire, record.getName().length() + 10, wire.length);
    }

    private static Consumer<Message> replay(Message genuine, String type, int rcode) {
        return m -> {
            if (m.getQuestion().getType() == Type.value(type)) {
                m.getHeader().setRcode(rcode);
                m.removeAllRecords(Section.ANSWER);
                m.removeAllRecords(Section.AUTHORITY);
                genuine.getSection(Section.AUTHORITY).forEach(r -> m.addRecord(r, Section.AUTHORITY));
            }
        };
    }

    private Message honest(String name, int type) throws IOException {
        SimpleResolver honest = new SimpleResolver(dns.address());
        honest.setEDNS(0, 1232, ExtendedFlags.DO);
        return honest.send(Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN)));
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

    private static Answer<?> ask(ValidatingLookup lookup, String name, String type) {
        DomainName domain = DomainName.parse(name);
        return switch (type) {
            case "MX" -> lookup.mx(domain);
            case "A" -> lookup.a(domain);
            case "AAAA" -> lookup.aaaa(domain);
            case "CNAME" -> lookup.cname(domain);
            default -> lookup.tlsa(domain);
        };
    }

    private ValidatingLookup lookup(int port) {
        return lookup(port, InstantSource.system());
    }

    private ValidatingLookup lookup(int port, InstantSource clock) {
        DnsSettings settings = new DnsSettings(
                List.of(new DnsSettings.Server("127.0.0.1", port, 0)),
                List.of(),
                List.of(),
                false,
                Duration.ofSeconds(3),
                anchor);
        return new ValidatingLookup(() -> settings, clock, QueryLog.NONE);
    }
}
