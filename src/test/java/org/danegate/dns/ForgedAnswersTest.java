package org.danegate.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.danegate.address.DomainName;
import org.danegate.dns.answer.Answer;
import org.danegate.policy.DnsSettings;
import org.danegate.practice.PracticeDns;
import org.danegate.practice.PracticeTree;
import org.danegate.practice.ZoneStyle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// An attacker on the way who wants signed names to look unsigned or absent, so that mail falls back to TLS without
/// DANE. None of the forgeries may be taken for an insecure answer or a denial.
@Timeout(60)
class ForgedAnswersTest {

    private static final DomainName HOST = DomainName.parse("mx.ok.practice");
    private static final DomainName OWNER = DomainName.parse("_25._tcp.mx.ok.practice");

    private static final Map<String, Consumer<Message>> FORGERIES = Map.ofEntries(
            Map.entry("address of a foreign class", on("mx.ok.practice", Type.A, m -> {
                Record old = m.getSection(Section.ANSWER).getFirst();
                m.removeRecord(old, Section.ANSWER);
                m.addRecord(record(old.getName().toString(), DClass.CH, "A", "192.0.2.66"), Section.ANSWER);
            })),
            Map.entry("signature by an unsigned zone", on("mx.ok.practice", Type.A, m -> {
                m.removeAllRecords(Section.ANSWER);
                m.addRecord(record("mx.ok.practice.", DClass.IN, "A", "192.0.2.66"), Section.ANSWER);
                m.addRecord(signature("mx.ok.practice.", "A", "plain.practice."), Section.ANSWER);
            })),
            Map.entry(
                    "an unsigned address beside the signed one",
                    on(
                            "mx.ok.practice",
                            Type.A,
                            m -> m.addRecord(
                                    record("x.plain.practice.", DClass.IN, "A", "192.0.2.66"), Section.ANSWER))),
            Map.entry(
                    "name servers of an unsigned zone",
                    on(
                            "mx.ok.practice",
                            Type.A,
                            m -> m.addRecord(
                                    record("plain.practice.", DClass.IN, "NS", "ns.plain.practice."),
                                    Section.AUTHORITY))),
            Map.entry(
                    "start of an unsigned zone beside data",
                    on(
                            "_25._tcp.mx.ok.practice",
                            Type.TLSA,
                            m -> m.addRecord(soa("plain.practice."), Section.AUTHORITY))),
            Map.entry("NXDOMAIN by an unsigned zone", on("_25._tcp.mx.ok.practice", Type.TLSA, m -> {
                empty(m, Rcode.NXDOMAIN);
                m.addRecord(soa("plain.practice."), Section.AUTHORITY);
            })),
            Map.entry("NODATA by an unsigned zone", on("_25._tcp.mx.ok.practice", Type.TLSA, m -> {
                empty(m, Rcode.NOERROR);
                m.addRecord(soa("plain.practice."), Section.AUTHORITY);
            })),
            Map.entry("NXDOMAIN with a proof of an unsigned zone", on("_25._tcp.mx.ok.practice", Type.TLSA, m -> {
                empty(m, Rcode.NXDOMAIN);
                m.addRecord(soa("ok.practice."), Section.AUTHORITY);
                m.addRecord(record("plain.practice.", DClass.IN, "NSEC", "z.plain.practice. SOA"), Section.AUTHORITY);
            })),
            Map.entry("NXDOMAIN signed by an unsigned zone", on("_25._tcp.mx.ok.practice", Type.TLSA, m -> {
                empty(m, Rcode.NXDOMAIN);
                m.addRecord(soa("ok.practice."), Section.AUTHORITY);
                m.addRecord(signature("ok.practice.", "SOA", "plain.practice."), Section.AUTHORITY);
            })),
            Map.entry("NXDOMAIN without any proof", on("_25._tcp.mx.ok.practice", Type.TLSA, m -> {
                empty(m, Rcode.NXDOMAIN);
            })),
            Map.entry("NODATA without any proof", on("_25._tcp.mx.ok.practice", Type.TLSA, m -> {
                empty(m, Rcode.NOERROR);
            })),
            Map.entry("NXDOMAIN while the keys cannot be had", m -> {
                if (m.getQuestion().getType() == Type.DNSKEY || m.getQuestion().getType() == Type.DS) {
                    empty(m, Rcode.SERVFAIL);
                } else {
                    empty(m, Rcode.NXDOMAIN);
                    m.addRecord(soa("ok.practice."), Section.AUTHORITY);
                }
            }),
            Map.entry("NODATA while the keys cannot be had", m -> {
                if (m.getQuestion().getType() == Type.DNSKEY || m.getQuestion().getType() == Type.DS) {
                    empty(m, Rcode.REFUSED);
                } else {
                    empty(m, Rcode.NOERROR);
                    m.addRecord(soa("ok.practice."), Section.AUTHORITY);
                }
            }),
            Map.entry("NXDOMAIN while the keys are of a foreign class", m -> {
                if (m.getQuestion().getType() == Type.DNSKEY) {
                    m.removeAllRecords(Section.ANSWER);
                    m.addRecord(record("ok.practice.", DClass.CH, "A", "192.0.2.66"), Section.ANSWER);
                } else {
                    empty(m, Rcode.NXDOMAIN);
                }
            }),
            Map.entry("DS denied by an unsigned zone", m -> {
                if (m.getQuestion().getType() == Type.DS) {
                    empty(m, Rcode.NOERROR);
                    m.addRecord(soa("plain.practice."), Section.AUTHORITY);
                    m.addRecord(
                            record("plain.practice.", DClass.IN, "NSEC", "z.plain.practice. NS"), Section.AUTHORITY);
                }
            }),
            Map.entry("an unsigned alias", on("_25._tcp.mx.ok.practice", Type.TLSA, m -> {
                empty(m, Rcode.NOERROR);
                m.addRecord(
                        record("_25._tcp.mx.ok.practice.", DClass.IN, "CNAME", "x.plain.practice."), Section.ANSWER);
                m.addRecord(record("x.plain.practice.", DClass.IN, "TLSA", "3 1 1 " + "00".repeat(32)), Section.ANSWER);
            })),
            Map.entry("an alias signed by an unsigned zone", on("mx.ok.practice", Type.A, m -> {
                empty(m, Rcode.NOERROR);
                m.addRecord(record("mx.ok.practice.", DClass.IN, "CNAME", "x.plain.practice."), Section.ANSWER);
                m.addRecord(signature("mx.ok.practice.", "CNAME", "plain.practice."), Section.ANSWER);
                m.addRecord(record("x.plain.practice.", DClass.IN, "A", "192.0.2.66"), Section.ANSWER);
            })),
            Map.entry("everything truncated, and no TCP", m -> {
                m.removeAllRecords(Section.ANSWER);
                m.getHeader().setFlag(org.xbill.DNS.Flags.TC);
            }),
            Map.entry("an unsigned alias of the zone above", on("mx.ok.practice", Type.A, m -> {
                empty(m, Rcode.NOERROR);
                m.addRecord(record("ok.practice.", DClass.IN, "DNAME", "plain.practice."), Section.ANSWER);
                m.addRecord(record("mx.ok.practice.", DClass.IN, "CNAME", "mx.plain.practice."), Section.ANSWER);
                m.addRecord(record("mx.plain.practice.", DClass.IN, "A", "192.0.2.66"), Section.ANSWER);
            })));

    private final PracticeTree tree = new PracticeTree();
    private PracticeDns dns;
    private Path anchor;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        tree.zone("ok.practice")
                .mx(10, "mx.ok.practice")
                .address("mx.ok.practice", "192.0.2.25")
                .add("_25._tcp.mx.ok.practice", "TLSA", "3 1 1 " + "ab".repeat(32));
        tree.zone("plain.practice", ZoneStyle.UNSIGNED).address("x.plain.practice", "192.0.2.66");
        dns = PracticeDns.start(tree);
        anchor = folder.resolve("root.anchor");
        tree.writeTrustAnchor(anchor);
    }

    @AfterEach
    void stop() throws Exception {
        dns.close();
    }

    static List<String> forgeries() {
        return FORGERIES.keySet().stream().sorted().toList();
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.MethodSource("forgeries")
    void no_forgery_makes_a_signed_name_insecure_or_absent__D06_D14_D24(String which) throws Exception {
        try (AnswerForger forger = new AnswerForger(dns.address(), wire -> forge(wire, FORGERIES.get(which)))) {
            ValidatingLookup lookup = lookup(forger.port());
            // A first honest look at the unsigned zone: what is known of it must not spill over.
            lookup.a(DomainName.parse("x.plain.practice"));
            judge(lookup.a(HOST));
            judge(lookup.tlsa(OWNER));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NXDOMAIN without any proof", "an unsigned address beside the signed one"})
    void the_same_changes_leave_an_unsigned_name_insecure(String which) throws Exception {
        try (AnswerForger forger = new AnswerForger(dns.address(), wire -> forge(wire, FORGERIES.get(which)))) {
            Answer<?> answer = lookup(forger.port()).a(DomainName.parse("x.plain.practice"));
            assertThat(answer).isInstanceOf(Answer.Found.class);
            assertThat(((Answer.Found<?>) answer).secure()).isFalse();
        }
    }

    private ValidatingLookup lookup(int port) {
        DnsSettings settings = new DnsSettings(
                List.of(new DnsSettings.Server("127.0.0.1", port, 0)),
                List.of(),
                List.of(),
                false,
                Duration.ofSeconds(1),
                anchor);
        return new ValidatingLookup(() -> settings, InstantSource.system(), QueryLog.NONE);
    }

    private static void judge(Answer<?> answer) {
        switch (answer) {
            case Answer.Found<?> f -> {
                assertThat(f.secure()).as("%s", f).isTrue();
                assertThat(f.records().toString()).as("%s", f).containsAnyOf("192.0.2.25", "abababab");
            }
            case Answer.Denied<?> d ->
                assertThat(d).as("no such denial was ever signed").isNull();
            case Answer.Bogus<?> b -> assertThat(b.provenance().reason()).isNotBlank();
            case Answer.Failed<?> f -> assertThat(f.provenance().reason()).isNotBlank();
        }
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

    private static Consumer<Message> on(String name, int type, Consumer<Message> change) {
        return message -> {
            Record question = message.getQuestion();
            if (question.getType() == type && question.getName().toString(true).equals(name)) {
                change.accept(message);
            }
        };
    }

    private static void empty(Message message, int rcode) {
        message.getHeader().setRcode(rcode);
        message.removeAllRecords(Section.ANSWER);
        message.removeAllRecords(Section.AUTHORITY);
    }

    private static Record soa(String zone) {
        return record(zone, DClass.IN, "SOA", "ns." + zone + " h." + zone + " 1 3600 600 86400 60");
    }

    private static Record record(String name, int dclass, String type, String data) {
        try {
            return Record.fromString(Name.fromString(name), Type.value(type), dclass, 60, data, Name.root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Record signature(String name, String type, String signer) {
        long now = System.currentTimeMillis();
        try {
            return new RRSIGRecord(
                    Name.fromString(name),
                    DClass.IN,
                    60,
                    Type.value(type),
                    13,
                    60,
                    java.time.Instant.ofEpochMilli(now + 86_400_000),
                    java.time.Instant.ofEpochMilli(now - 86_400_000),
                    4711,
                    Name.fromString(signer),
                    new byte[64]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
