package org.danegate.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.danegate.address.DomainName;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.Answer.Failure;
import org.danegate.dns.answer.MxRecord;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.dns.answer.Signature;
import org.danegate.dns.answer.TlsaRecord;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.DnsSettings.Server;
import org.danegate.practice.PracticeDns;
import org.danegate.practice.PracticeQuery;
import org.danegate.practice.PracticeTree;
import org.danegate.practice.PracticeZone;
import org.danegate.practice.Signatures;
import org.danegate.practice.ZoneStyle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ValidatingLookupTest {
    private static final TlsaRecord TLSA = new TlsaRecord(3, 1, 1, new byte[32]);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final PracticeTree tree = new PracticeTree(60, now::get);
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AtomicReference<DnsSettings> settings = new AtomicReference<>();
    private final ValidatingLookup lookup =
            new ValidatingLookup(settings::get, now::get, (warning, line) -> lines.add(line));

    @TempDir
    Path folder;

    private Path anchor;
    private PracticeDns first;
    private PracticeDns second;

    @BeforeEach
    void start() throws Exception {
        first = PracticeDns.start(tree);
        second = PracticeDns.start(tree);
        anchor = folder.resolve("root.anchor");
        tree.writeTrustAnchor(anchor);
        settings.set(servers(anchor, server(first, 0)));
        tree.zone("ok.practice")
                .mx(10, "mx.ok.practice")
                .address("mx.ok.practice", "127.25.0.1")
                .address("*.wild.ok.practice", "127.25.0.2")
                .cname("alias.ok.practice", "mx.ok.practice")
                .tlsa("mx.ok.practice", 25, TLSA);
        tree.zone("plain.practice", ZoneStyle.UNSIGNED).address("mx.plain.practice", "127.25.0.3");
    }

    @AfterEach
    void stop() throws Exception {
        first.close();
        second.close();
    }

    @Test
    void signed_data_is_secure_and_names_resolver_signer_and_algorithm__D01_D06() {
        Answer.Found<MxRecord> mx = (Answer.Found<MxRecord>) lookup.mx(name("ok.practice"));
        assertThat(mx.secure()).isTrue();
        assertThat(mx.records()).containsExactly(new MxRecord(10, name("mx.ok.practice")));
        Signature signature = mx.provenance().signature().orElseThrow();
        assertThat(signature.signer()).isEqualTo("ok.practice");
        assertThat(signature.algorithm()).isNotNull();
        assertThat(mx.provenance().resolver())
                .isEqualTo("127.0.0.1:" + first.address().getPort());
        Answer.Found<TlsaRecord> tlsa = (Answer.Found<TlsaRecord>) lookup.tlsa(name("_25._tcp.mx.ok.practice"));
        assertThat(tlsa.secure()).isTrue();
        assertThat(tlsa.records()).containsExactly(TLSA);
    }

    @Test
    void every_query_asks_for_signatures_and_disables_checking_upstream__D07() {
        lookup.mx(name("ok.practice"));
        assertThat(first.log().all()).isNotEmpty().allMatch(q -> q.dnssecOk() && q.checkingDisabled());
    }

    @Test
    void a_wildcard_with_its_proof_is_secure__D15() {
        assertThat(lookup.a(name("x.wild.ok.practice")).status()).isEqualTo(SecurityStatus.SECURE);
    }

    @Test
    void an_unsigned_delegation_is_insecure_and_its_denial_is_not_proven__D05_D24() {
        assertThat(lookup.a(name("mx.plain.practice")).status()).isEqualTo(SecurityStatus.INSECURE);
        Answer.Denied<?> denied = (Answer.Denied<?>) lookup.aaaa(name("mx.plain.practice"));
        assertThat(denied.secure()).isFalse();
    }

    @Test
    void nxdomain_and_nodata_of_a_signed_zone_are_told_apart_and_secure__D01_D05() {
        Answer.Denied<?> none = (Answer.Denied<?>) lookup.tlsa(name("_26._tcp.mx.ok.practice"));
        assertThat(none.status()).isEqualTo(SecurityStatus.NXDOMAIN);
        assertThat(none.secure()).isTrue();
        Answer.Denied<?> empty = (Answer.Denied<?>) lookup.aaaa(name("mx.ok.practice"));
        assertThat(empty.status()).isEqualTo(SecurityStatus.NODATA);
        assertThat(empty.secure()).isTrue();
    }

    @Test
    void a_name_denied_by_opt_out_is_not_a_secure_denial_but_a_missing_type_is__D17() {
        tree.zone("optout", ZoneStyle.NSEC3_OPT_OUT).address("mx.optout", "127.25.0.4");
        assertThat(((Answer.Denied<?>) lookup.a(name("none.optout"))).secure()).isFalse();
        assertThat(((Answer.Denied<?>) lookup.aaaa(name("mx.optout"))).secure()).isTrue();
    }

    @Test
    void expired_not_yet_valid_broken_and_missing_signatures_are_bogus_with_the_plain_reason__D03_D14_D25() {
        assertThat(bogus("old.practice", Signatures.EXPIRED)).contains("signature expired at");
        assertThat(bogus("early.practice", Signatures.NOT_YET_VALID)).contains("not valid before");
        assertThat(bogus("broken.practice", Signatures.BROKEN)).isNotBlank();
        assertThat(bogus("bare.practice", Signatures.MISSING)).contains("pass DNSSEC?");
    }

    private String bogus(String zone, Signatures fault) {
        tree.zone(zone).mx(10, "mx." + zone).signatures(zone, "MX", fault);
        Answer<MxRecord> answer = lookup.mx(name(zone));
        assertThat(answer.status()).isEqualTo(SecurityStatus.BOGUS);
        return answer.provenance().reason();
    }

    @Test
    void a_stripping_resolver_makes_signed_names_bogus_until_another_one_is_there__D23_D26() {
        first.faults().stripSignatures(true);
        assertThat(lookup.mx(name("ok.practice")).status()).isEqualTo(SecurityStatus.BOGUS);
        settings.set(servers(anchor, server(first, 0), server(second, 1)));
        Answer<MxRecord> answer = lookup.mx(name("ok.practice"));
        assertThat(answer.status()).isEqualTo(SecurityStatus.SECURE);
        assertThat(answer.provenance().resolver())
                .endsWith(":" + second.address().getPort());
        assertThat(answer.provenance().reason()).contains("was bogus");
    }

    @Test
    void aliases_are_followed_and_the_status_only_falls__D08() {
        tree.zone("out.practice").cname("a.out.practice", "mx.plain.practice");
        Answer.Found<InetAddress> inside = (Answer.Found<InetAddress>) lookup.a(name("alias.ok.practice"));
        assertThat(inside.secure()).isTrue();
        assertThat(inside.expandedName()).isEqualTo(name("mx.ok.practice"));
        assertThat(lookup.a(name("a.out.practice")).status()).isEqualTo(SecurityStatus.INSECURE);
        assertThat(lookup.cname(name("a.out.practice")).status()).isEqualTo(SecurityStatus.SECURE);
    }

    @Test
    void more_than_sixteen_aliases_fail__D10() {
        PracticeZone zone = tree.zone("long.practice").address("n17.long.practice", "127.25.0.5");
        for (int i = 0; i < 17; i++) {
            zone.cname("n" + i + ".long.practice", "n" + (i + 1) + ".long.practice");
        }
        assertThat(lookup.a(name("n1.long.practice")).status()).isEqualTo(SecurityStatus.SECURE);
        Answer.Failed<?> failed = (Answer.Failed<?>) lookup.a(name("n0.long.practice"));
        assertThat(failed.failure()).isEqualTo(Failure.ALIAS_LOOP);
    }

    @Test
    void a_null_mx_has_no_exchange() {
        tree.zone("null.practice").mx(0, ".");
        Answer.Found<MxRecord> mx = (Answer.Found<MxRecord>) lookup.mx(name("null.practice"));
        assertThat(mx.records()).containsExactly(new MxRecord(0, null));
    }

    @Test
    void a_target_that_is_no_domain_name_takes_no_other_record_with_it() {
        tree.zone("odd.practice")
                .add("odd.practice", "MX", "5 a\\047b.odd.practice.")
                .add("odd.practice", "MX", "10 MX.Odd.Practice.")
                .cname("alias.odd.practice", "a\\032b.odd.practice");
        Answer.Found<MxRecord> mx = (Answer.Found<MxRecord>) lookup.mx(name("odd.practice"));
        assertThat(mx.secure()).isTrue();
        assertThat(mx.records())
                .containsExactlyInAnyOrder(
                        new MxRecord(5, null, "a/b.odd.practice"), new MxRecord(10, name("mx.odd.practice")));
        Answer.Failed<?> failed = (Answer.Failed<?>) lookup.a(name("alias.odd.practice"));
        assertThat(failed.failure()).isEqualTo(Failure.MALFORMED);
    }

    @Test
    void servfail_refused_garbage_and_silence_are_failures_of_their_own__D04() {
        String tlsa = "_25._tcp.mx.ok.practice";
        first.faults().servfail(tlsa, "TLSA");
        assertThat(failure(tlsa)).isEqualTo(Failure.SERVFAIL);
        first.faults().refuse(tlsa, "TLSA");
        assertThat(failure(tlsa)).isEqualTo(Failure.REFUSED);
        first.faults().formerr(tlsa, "TLSA");
        assertThat(failure(tlsa)).isEqualTo(Failure.MALFORMED);
        first.faults().garbage(tlsa, "TLSA");
        assertThat(failure(tlsa)).isIn(Failure.MALFORMED, Failure.TIMEOUT);
        first.faults().drop(tlsa, "TLSA");
        assertThat(failure(tlsa)).isEqualTo(Failure.TIMEOUT);
    }

    private Failure failure(String owner) {
        lookup.clearCache();
        Answer<TlsaRecord> answer = lookup.tlsa(name(owner));
        assertThat(answer).isInstanceOf(Answer.Failed.class);
        return ((Answer.Failed<TlsaRecord>) answer).failure();
    }

    @Test
    void a_failed_question_for_the_keys_is_a_failure_and_not_bogus__D04() {
        first.faults().servfail("ok.practice", "DNSKEY");
        assertThat(lookup.mx(name("ok.practice")).status()).isEqualTo(SecurityStatus.FAILED);
    }

    @Test
    void truncated_answers_come_by_tcp__D07() {
        first.faults().truncateUdp(true);
        assertThat(lookup.mx(name("ok.practice")).status()).isEqualTo(SecurityStatus.SECURE);
        assertThat(first.log().all()).anyMatch(q -> q.transport() == PracticeQuery.Transport.TCP);
    }

    @Test
    void the_next_priority_is_asked_when_the_first_is_silent_or_fails() {
        settings.set(servers(anchor, server(first, 0), server(second, 1)));
        assertThat(lookup.mx(name("ok.practice")).status()).isEqualTo(SecurityStatus.SECURE);
        assertThat(second.log().all()).isEmpty();
        first.faults().servfail("ok.practice", "MX");
        lookup.clearCache();
        assertThat(lookup.mx(name("ok.practice")).status()).isEqualTo(SecurityStatus.SECURE);
        first.faults().silent(true);
        lookup.clearCache();
        assertThat(lookup.mx(name("ok.practice")).status()).isEqualTo(SecurityStatus.SECURE);
        assertThat(lookup.health().getFirst().reachable()).isFalse();
        assertThat(lookup.health().getLast().reachable()).isTrue();
    }

    @Test
    void secondaries_are_asked_only_when_no_primary_can_be_reached() throws Exception {
        int closed;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            closed = free.getLocalPort();
        }
        Server dead = new Server("127.0.0.1", closed, 0);
        settings.set(new DnsSettings(
                List.of(dead), List.of(server(second, 0)), List.of(), false, Duration.ofSeconds(3), anchor));
        assertThat(lookup.mx(name("ok.practice")).status()).isEqualTo(SecurityStatus.SECURE);
        settings.set(new DnsSettings(
                List.of(server(first, 0)),
                List.of(server(second, 0)),
                List.of(),
                false,
                Duration.ofSeconds(3),
                anchor));
        second.log().clear();
        assertThat(lookup.mx(name("ok.practice")).status()).isEqualTo(SecurityStatus.SECURE);
        assertThat(second.log().all()).isEmpty();
    }

    @Test
    void an_alternate_server_answers_for_its_domain_alone() {
        var alternate = new DnsSettings.AlternateServer(
                name("ok.practice"), "127.0.0.1", second.address().getPort());
        settings.set(new DnsSettings(
                List.of(server(first, 0)), List.of(), List.of(alternate), false, Duration.ofSeconds(3), anchor));
        assertThat(lookup.mx(name("ok.practice")).status()).isEqualTo(SecurityStatus.SECURE);
        assertThat(second.log().count("ok.practice", "MX")).isEqualTo(1);
        assertThat(first.log().count("ok.practice", "MX")).isZero();
    }

    @Test
    void equal_lookups_at_the_same_time_are_made_once() throws Exception {
        settings.set(
                new DnsSettings(List.of(server(first, 0)), List.of(), List.of(), false, Duration.ofSeconds(5), anchor));
        first.faults().delay("ok.practice", "MX", Duration.ofMillis(300));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer<MxRecord>>> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                all.add(threads.submit(() -> lookup.mx(name("ok.practice"))));
            }
            for (Future<Answer<MxRecord>> one : all) {
                assertThat(one.get().status()).isEqualTo(SecurityStatus.SECURE);
            }
        }
        assertThat(first.log().count("ok.practice", "MX")).isEqualTo(1);
    }

    @Test
    void an_answer_lives_as_long_as_its_ttl_and_a_failure_five_seconds__D12_D13() {
        lookup.mx(name("ok.practice"));
        now.set(now.get().plusSeconds(59));
        assertThat(lookup.mx(name("ok.practice")).provenance().cached()).isTrue();
        now.set(now.get().plusSeconds(2));
        assertThat(lookup.mx(name("ok.practice")).provenance().cached()).isFalse();
        assertThat(first.log().count("ok.practice", "MX")).isEqualTo(2);
        first.faults().servfail("fail.practice", "MX");
        lookup.mx(name("fail.practice"));
        now.set(now.get().plusSeconds(4));
        assertThat(lookup.mx(name("fail.practice")).provenance().cached()).isTrue();
        first.faults().heal();
        now.set(now.get().plusSeconds(2));
        assertThat(lookup.mx(name("fail.practice")).status()).isEqualTo(SecurityStatus.NXDOMAIN);
    }

    @Test
    void a_bogus_verdict_lives_thirty_seconds_and_a_mended_zone_is_seen_then__D13() {
        PracticeZone zone = tree.zone("old.practice").mx(10, "mx.old.practice").signatures(Signatures.EXPIRED);
        assertThat(lookup.mx(name("old.practice")).status()).isEqualTo(SecurityStatus.BOGUS);
        zone.signatures(Signatures.VALID);
        now.set(now.get().plusSeconds(29));
        assertThat(lookup.mx(name("old.practice")).status()).isEqualTo(SecurityStatus.BOGUS);
        now.set(now.get().plusSeconds(2));
        assertThat(lookup.mx(name("old.practice")).status()).isEqualTo(SecurityStatus.SECURE);
    }

    @Test
    void empty_missing_foreign_and_unreadable_anchor_files_make_every_lookup_fail__D112() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty"), "; nothing\n");
        Path foreign =
                Files.writeString(folder.resolve("foreign"), tree.trustAnchor().replaceFirst("^\\.", "example."));
        Path garbage = Files.writeString(folder.resolve("garbage"), "-----BEGIN CERTIFICATE-----\n");
        for (Path file : List.of(empty, folder.resolve("missing"), foreign, garbage)) {
            settings.set(servers(file, server(first, 0)));
            for (String host : List.of("mx.ok.practice", "mx.plain.practice")) {
                Answer<InetAddress> answer = lookup.a(name(host));
                assertThat(answer.status()).isEqualTo(SecurityStatus.FAILED);
                assertThat(answer.provenance().reason()).contains("trust anchor file");
            }
        }
    }

    @Test
    void the_anchor_of_another_tree_makes_everything_bogus_and_nothing_insecure() throws Exception {
        Path other = folder.resolve("other");
        new PracticeTree().writeTrustAnchor(other);
        settings.set(servers(other, server(first, 0)));
        assertThat(lookup.a(name("mx.plain.practice")).status()).isEqualTo(SecurityStatus.BOGUS);
    }

    @Test
    void the_steps_are_told_in_the_words_of_the_log() {
        lookup.mx(name("ok.practice"));
        assertThat(lines)
                .contains("DNS query: Q('ok.practice', 'MX')")
                .anyMatch(l -> l.startsWith("DNS query: QIP ('ok.practice', 'MX', '127.0.0.1"))
                .anyMatch(l -> l.startsWith("DNSSEC Response data(") && l.contains(", secure, 0, 60"))
                .anyMatch(l -> l.startsWith("DNS encache (ok.practice, MX, "));
    }

    private static DomainName name(String text) {
        return DomainName.parse(text);
    }

    private static Server server(PracticeDns dns, int priority) {
        return new Server("127.0.0.1", dns.address().getPort(), priority);
    }

    private static DnsSettings servers(Path anchor, Server... servers) {
        return new DnsSettings(List.of(servers), List.of(), List.of(), false, Duration.ofSeconds(3), anchor);
    }
}
