package org.danegate.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
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
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/// Corners of validation that decide between secure, insecure and bogus.
@Timeout(30)
class ValidationCornersTest {

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

    @Test
    void an_alias_without_the_data_at_its_end_is_followed_by_another_question__D11() throws Exception {
        tree.zone("a.practice").cname("mx.a.practice", "mx.b.practice");
        tree.zone("b.practice").address("mx.b.practice", "192.0.2.1");
        Consumer<Message> cut = m -> {
            if (m.getQuestion().getName().toString().equals("mx.a.practice.")) {
                List.copyOf(m.getSection(Section.ANSWER)).stream()
                        .filter(r -> r.getName().toString().equals("mx.b.practice."))
                        .forEach(r -> m.removeRecord(r, Section.ANSWER));
            }
        };
        try (AnswerForger forger = forger(cut)) {
            Answer<?> answer = lookup(forger.port()).a(DomainName.parse("mx.a.practice"));
            assertThat(answer).isInstanceOf(Answer.Found.class);
            assertThat(((Answer.Found<?>) answer).secure()).isTrue();
            assertThat(((Answer.Found<?>) answer).expandedName()).isEqualTo(DomainName.parse("mx.b.practice"));
        }
    }

    @Test
    void the_parents_proof_says_nothing_below_a_delegation__D16() throws Exception {
        tree.zone("ok.practice").address("mx.ok.practice", "192.0.2.25");
        SimpleResolver honest = new SimpleResolver(dns.address());
        honest.setEDNS(0, 1232, org.xbill.DNS.ExtendedFlags.DO);
        Message parents = honest.send(question("ok1.practice.", Type.A));
        Consumer<Message> forge = m -> {
            if (m.getQuestion().getType() == Type.A) {
                m.getHeader().setRcode(Rcode.NXDOMAIN);
                m.removeAllRecords(Section.ANSWER);
                m.removeAllRecords(Section.AUTHORITY);
                parents.getSection(Section.AUTHORITY).forEach(r -> m.addRecord(r, Section.AUTHORITY));
            }
        };
        try (AnswerForger forger = forger(forge)) {
            assertThat(lookup(forger.port()).a(DomainName.parse("mx.ok.practice")))
                    .isInstanceOf(Answer.Bogus.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, true, Denied", "50, true, Denied", "51, false, Denied", "150, false, Denied", "151, false, Failed"})
    void nsec3_iterations_are_bounded__D18(int iterations, boolean secure, String kind) {
        tree.zone("a.practice", ZoneStyle.NSEC3).nsec3Iterations(iterations).address("mx.a.practice", "192.0.2.1");
        for (String name : List.of("_25._tcp.mx.a.practice", "mx.a.practice")) {
            Answer<?> answer = lookup(dns.address().getPort()).tlsa(DomainName.parse(name));
            assertThat(answer.getClass().getSimpleName())
                    .as(name + " " + answer)
                    .isEqualTo(kind);
            if (answer instanceof Answer.Denied<?> denied) {
                assertThat(denied.secure()).as(name).isEqualTo(secure);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"250, 2", "5, 2", "7, 2", "1, 2", "3, 2", "6, 2", "12, 2", "13, 250"})
    void a_delegation_by_unknown_algorithms_or_digests_alone_is_insecure__D19(int algorithm, int digest) {
        // What a digest stands for is looked for among the zone's keys, so there have to be some.
        tree.zone("a.practice", digest > 2 ? ZoneStyle.NSEC : ZoneStyle.UNSIGNED)
                .link(DsLink.MISSING)
                .address("mx.a.practice", "192.0.2.1");
        tree.zone("practice").add("a.practice", "DS", "4711 " + algorithm + " " + digest + " " + "ab".repeat(32));
        Answer<?> answer = lookup(dns.address().getPort()).a(DomainName.parse("mx.a.practice"));
        assertThat(answer.status()).as("%s", answer).isEqualTo(SecurityStatus.INSECURE);
    }

    @ParameterizedTest
    @CsvSource({
        "NSEC, 13, 2",
        "NSEC3, 13, 2",
        "NSEC3_OPT_OUT, 13, 2",
        "NSEC, 250, 2",
        "NSEC3, 250, 2",
        "NSEC3_OPT_OUT, 250, 2"
    })
    void nothing_is_asked_of_a_zone_whose_keys_are_all_of_an_unknown_algorithm__D19(
            ZoneStyle style, int signedBy, int digest) throws Exception {
        tree.zone("a.practice", style)
                .link(DsLink.MISSING)
                .address("mx.a.practice", "192.0.2.1")
                .add("_25._tcp.mx.a.practice", "TLSA", "3 1 1 " + "ab".repeat(32));
        tree.zone("practice").add("a.practice", "DS", "4711 250 " + digest + " " + "ab".repeat(32));
        try (AnswerForger forger = forger(m -> relabel(m, "a.practice.", signedBy))) {
            ValidatingLookup lookup = lookup(forger.port());
            for (int round = 0; round < 2; round++) {
                for (Answer<?> answer : List.of(
                        lookup.a(DomainName.parse("mx.a.practice")),
                        lookup.tlsa(DomainName.parse("_25._tcp.mx.a.practice")),
                        lookup.aaaa(DomainName.parse("mx.a.practice")),
                        lookup.tlsa(DomainName.parse("_25._tcp.none.a.practice")),
                        lookup.mx(DomainName.parse("a.practice")))) {
                    boolean insecure = answer.status() == SecurityStatus.INSECURE
                            || answer instanceof Answer.Denied<?> denied && !denied.secure();
                    assertThat(insecure).as("%s", answer).isTrue();
                }
            }
        }
    }

    /// Gives a zone's keys and signatures another number of algorithm.
    private static void relabel(Message message, String zone, int algorithm) {
        for (int section : new int[] {Section.ANSWER, Section.AUTHORITY}) {
            List<Record> records = List.copyOf(message.getSection(section));
            message.removeAllRecords(section);
            for (Record record : records) {
                boolean theirs = record instanceof RRSIGRecord s
                                && s.getSigner().toString().equals(zone)
                        || record.getType() == Type.DNSKEY
                                && record.getName().toString().equals(zone);
                byte[] wire = record.toWire(section);
                if (theirs) {
                    // Behind the name stand ten octets; a signature's algorithm is its third octet, a key's its fourth.
                    wire[record.getName().length() + 10 + (record.getType() == Type.DNSKEY ? 3 : 2)] = (byte) algorithm;
                }
                try {
                    message.addRecord(Record.fromWire(wire, section), section);
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        }
    }

    @Test
    void a_known_algorithm_beside_unknown_ones_still_binds__D19() {
        PracticeZone zone = tree.zone("a.practice").address("mx.a.practice", "192.0.2.1");
        tree.zone("practice").add("a.practice", "DS", "4711 250 2 " + "ab".repeat(32));
        assertThat(lookup(dns.address().getPort())
                        .a(DomainName.parse("mx.a.practice"))
                        .status())
                .isEqualTo(SecurityStatus.SECURE);
        zone.signatures(org.danegate.practice.Signatures.BROKEN);
        assertThat(lookup(dns.address().getPort())
                        .a(DomainName.parse("mx.a.practice"))
                        .status())
                .isEqualTo(SecurityStatus.BOGUS);
    }

    @Test
    void one_good_signature_among_bad_ones_is_enough__D21() throws Exception {
        tree.zone("a.practice").address("mx.a.practice", "192.0.2.1");
        try (AnswerForger forger = forger(m -> addSignatures(m, 2))) {
            assertThat(lookup(forger.port())
                            .a(DomainName.parse("mx.a.practice"))
                            .status())
                    .isEqualTo(SecurityStatus.SECURE);
        }
    }

    @Test
    void a_pile_of_bad_signatures_costs_bounded_work_and_is_never_insecure__D22() throws Exception {
        tree.zone("a.practice").address("mx.a.practice", "192.0.2.1");
        try (AnswerForger forger = forger(m -> addSignatures(m, 30))) {
            assertThat(lookup(forger.port())
                            .a(DomainName.parse("mx.a.practice"))
                            .status())
                    .isIn(SecurityStatus.SECURE, SecurityStatus.BOGUS, SecurityStatus.FAILED);
        }
    }

    @Test
    void an_unsigned_delegation_below_opt_out_is_insecure__D17() {
        tree.zone("wide.practice", ZoneStyle.NSEC3_OPT_OUT);
        tree.zone("child.wide.practice", ZoneStyle.UNSIGNED)
                .mx(10, "mx.child.wide.practice")
                .address("mx.child.wide.practice", "192.0.2.1");
        tree.zone("signed.wide.practice").address("mx.signed.wide.practice", "192.0.2.2");
        ValidatingLookup lookup = lookup(dns.address().getPort());
        assertThat(lookup.mx(DomainName.parse("child.wide.practice")).status()).isEqualTo(SecurityStatus.INSECURE);
        assertThat(lookup.a(DomainName.parse("mx.signed.wide.practice")).status())
                .isEqualTo(SecurityStatus.SECURE);
    }

    @Test
    void names_are_absolute_and_the_hosts_file_plays_no_part__D50() {
        ValidatingLookup lookup = lookup(dns.address().getPort());
        assertThat(lookup.a(DomainName.parse("localhost"))).isInstanceOf(Answer.Denied.class);
    }

    @Test
    void records_one_resolver_has_and_another_has_not_never_become_none() throws Exception {
        tree.zone("a.practice").add("_25._tcp.mx.a.practice", "TLSA", "3 1 1 " + "ab".repeat(32));
        Consumer<Message> hide = m -> {
            if (m.getQuestion().getType() == Type.TLSA) {
                m.removeAllRecords(Section.ANSWER);
            }
        };
        try (AnswerForger forger = forger(hide)) {
            for (int[] order : new int[][] {{0, 1}, {1, 0}, {0, 0}}) {
                DnsSettings both = new DnsSettings(
                        List.of(
                                new DnsSettings.Server("127.0.0.1", forger.port(), order[0]),
                                new DnsSettings.Server(
                                        "127.0.0.1", dns.address().getPort(), order[1])),
                        List.of(),
                        List.of(),
                        false,
                        Duration.ofSeconds(3),
                        anchor);
                Answer<?> answer = new ValidatingLookup(() -> both, InstantSource.system(), QueryLog.NONE)
                        .tlsa(DomainName.parse("_25._tcp.mx.a.practice"));
                assertThat(answer.status()).as("%s", answer).isEqualTo(SecurityStatus.SECURE);
                assertThat(answer).isInstanceOf(Answer.Found.class);
            }
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

    private static void addSignatures(Message message, int count) {
        if (message.getQuestion().getType() != Type.A) {
            return;
        }
        RRSIGRecord good = message.getSection(Section.ANSWER).stream()
                .filter(RRSIGRecord.class::isInstance)
                .map(RRSIGRecord.class::cast)
                .findFirst()
                .orElseThrow();
        message.removeRecord(good, Section.ANSWER);
        for (int i = 0; i < count; i++) {
            byte[] wrong = good.getSignature().clone();
            wrong[i % wrong.length] ^= 1;
            message.addRecord(
                    new RRSIGRecord(
                            good.getName(),
                            DClass.IN,
                            good.getTTL(),
                            good.getTypeCovered(),
                            good.getAlgorithm(),
                            good.getOrigTTL(),
                            good.getExpire(),
                            Instant.from(good.getTimeSigned()),
                            good.getFootprint(),
                            good.getSigner(),
                            wrong),
                    Section.ANSWER);
        }
        message.addRecord(good, Section.ANSWER);
    }

    private static Message question(String name, int type) throws IOException {
        return Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
    }
}
