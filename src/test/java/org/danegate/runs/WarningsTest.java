package org.danegate.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.danegate.address.DomainName;
import org.danegate.dane.DaneAction;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DaneVerdict;
import org.danegate.dane.Evidence;
import org.danegate.dane.Evidence.AddressResult;
import org.danegate.dane.Evidence.CertificateFacts;
import org.danegate.dane.Evidence.HostResult;
import org.danegate.dns.answer.Signature;
import org.danegate.dns.answer.TlsaRecord;
import org.danegate.policy.DaneSupport;
import org.danegate.runs.Warning.Kind;
import org.danegate.verify.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is said before it hurts.
class WarningsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant SOON = NOW.plus(Duration.ofDays(13));
    private static final Instant LATER = NOW.plus(Duration.ofDays(15));
    private static final DomainName MX = new DomainName("mx.a.test");
    private static final String NEXT = digest("the next one");

    /// The digest of something, in hex.
    private static String digest(String of) {
        byte[] octets = new byte[32];
        byte[] text = of.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, octets, 0, text.length);
        return HexFormat.of().formatHex(octets);
    }

    private static CertificateFacts certificate(String name, Instant ends) {
        return new CertificateFacts(
                "CN=" + name,
                "CN=ca",
                NOW.minus(Duration.ofDays(60)),
                ends,
                List.of(name),
                digest("whole " + name),
                digest("key " + name));
    }

    private static TlsaRecord record(int usage, int selector, String digest) {
        return new TlsaRecord(usage, selector, 1, HexFormat.of().parseHex(digest));
    }

    private static TlsaRecord key(String name) {
        return record(3, 1, digest("key " + name));
    }

    private static TlsaRecord whole(String name) {
        return record(3, 0, digest("whole " + name));
    }

    private static HostResult good(
            String host, List<CertificateFacts> chain, int depth, TlsaRecord matched, TlsaRecord... others) {
        List<TlsaRecord> usable =
                Stream.concat(Stream.of(matched), Arrays.stream(others)).toList();
        AddressResult address = new AddressResult(
                InetAddress.getLoopbackAddress(),
                25,
                new Evidence.TlsFacts("TLSv1.3", "TLS_AES_256_GCM_SHA384", MX, chain),
                new DaneVerdict.Success(matched, depth, "matches"),
                "connected");
        DanePlan plan = new DanePlan.Authenticate(MX, usable, List.of(MX), "DANE applies");
        return new HostResult(host, null, plan, List.of(address), "connected");
    }

    private static HostResult ee(Instant ends, TlsaRecord matched, TlsaRecord... others) {
        return good("mx.a.test", List.of(certificate("leaf", ends), certificate("ca", LATER)), 0, matched, others);
    }

    private static List<Warning> warnings(HostResult... hosts) {
        return warnings(Verdict.DANE_SUCCESS, hosts);
    }

    private static List<Warning> warnings(Verdict verdict, HostResult... hosts) {
        Evidence evidence = new Evidence(
                "a.test", DaneSupport.MANDATORY, null, null, List.of(hosts), DaneAction.DANE_SUCCESS, "matches", NOW);
        return Warnings.of(verdict, evidence, NOW);
    }

    @Test
    void the_key_alone_is_warned_of_when_its_certificate_ends_within_14_days() {
        assertThat(warnings(ee(LATER, key("leaf")))).isEmpty();
        assertThat(warnings(ee(SOON, key("leaf")))).singleElement().satisfies(warning -> {
            assertThat(warning.kind()).isEqualTo(Kind.KEY_PINNED);
            assertThat(warning.host()).isEqualTo("mx.a.test");
            assertThat(warning.ends()).isEqualTo(SOON);
            assertThat(warning.english())
                    .startsWith("mx.a.test: the certificate is valid until 2026-03-14, and every TLSA record matches"
                            + " only its key (3 1 1 ")
                    .doesNotContain("{");
        });
    }

    @Test
    void a_certificate_that_ended_already_under_usage_3_is_nothing_to_wait_for() {
        assertThat(warnings(ee(NOW.minusSeconds(5), key("leaf")))).isEmpty();
    }

    @Test
    void a_record_for_the_next_key_is_the_remedy() {
        assertThat(warnings(ee(SOON, key("leaf"), record(3, 1, NEXT)))).isEmpty();
        assertThat(warnings(ee(LATER, whole("leaf"), record(3, 0, NEXT)))).isEmpty();
    }

    @Test
    void the_whole_certificate_alone_is_warned_of_at_any_time() {
        assertThat(warnings(ee(LATER, whole("leaf"))))
                .extracting(Warning::kind)
                .containsExactly(Kind.CERTIFICATE_PINNED);
        assertThat(warnings(ee(LATER, whole("leaf"), key("leaf")))).isEmpty();
        assertThat(warnings(ee(SOON, whole("leaf"), key("leaf"))))
                .extracting(Warning::kind)
                .containsExactly(Kind.KEY_PINNED);
    }

    @Test
    void a_record_of_the_authority_outlives_the_key() {
        assertThat(warnings(ee(SOON, key("leaf"), record(2, 1, digest("key ca")))))
                .isEmpty();
    }

    @Test
    void under_usage_2_the_dates_of_the_certificates_up_to_the_anchor_count() {
        TlsaRecord anchor = record(2, 1, digest("key ca"));
        List<CertificateFacts> oldLeaf = List.of(certificate("leaf", SOON), certificate("ca", LATER));
        List<CertificateFacts> oldAnchor = List.of(certificate("leaf", LATER), certificate("ca", SOON));
        List<CertificateFacts> oldAbove =
                List.of(certificate("leaf", LATER), certificate("ca", LATER), certificate("root", SOON));
        assertThat(warnings(good("mx.a.test", oldLeaf, 1, anchor)))
                .extracting(Warning::kind, Warning::ends)
                .containsExactly(tuple(Kind.CERTIFICATE_ENDS, SOON));
        assertThat(warnings(good("mx.a.test", oldAnchor, 1, anchor))).hasSize(1);
        assertThat(warnings(good("mx.a.test", oldAbove, 1, anchor))).isEmpty();
        assertThat(warnings(good("mx.a.test", oldLeaf, -1, anchor))).hasSize(1);
    }

    @Test
    void a_host_that_fails_beside_one_that_succeeds_is_named_with_the_reason() {
        HostResult refused = new HostResult(
                "backup.a.test", null, new DanePlan.Refuse("no TLSA record"), List.of(), "DANE FAIL: not connected");
        HostResult dead = new HostResult(
                "dead.a.test",
                null,
                new DanePlan.Authenticate(MX, List.of(key("leaf")), List.of(MX), "DANE applies"),
                List.of(),
                "connection refused");
        assertThat(warnings(ee(LATER, key("leaf")), refused, dead))
                .extracting(Warning::kind, Warning::host, Warning::detail)
                .containsExactly(
                        tuple(Kind.HOST_FAILS, "backup.a.test", "no TLSA record"),
                        tuple(Kind.HOST_FAILS, "dead.a.test", "connection refused"));
    }

    @Test
    void a_host_that_was_tried_again_with_new_records_counts_as_it_ended() {
        HostResult first = new HostResult(
                "mx.a.test", null, new DanePlan.Refuse("old records"), List.of(), "certificate did not match");
        assertThat(warnings(first, ee(LATER, key("leaf")))).isEmpty();
    }

    @Test
    void a_domain_that_fails_has_a_reason_and_no_warnings() {
        assertThat(warnings(Verdict.DANE_FAILED, ee(SOON, whole("leaf")))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            made for 14 days, renewed 3 days before   | 14d  | 73h | false
            made for 14 days, and forgotten           | 14d  | 23h | true
            the last hour of a long one               | 30d  | 1h  | true
            made for each answer, for 2 days          | 2d   | 24h | false
            the same, from a cache of 12 hours        | 2d   | 13h | false
            the same, from a cache that kept it long  | 2d   | 11h | true
            made for each answer, for a day           | 24h  | 7h  | false
            expired already                           | 14d  | -1h | false
            """)
    void a_signature_is_near_its_end_by_the_clock_and_in_its_own_terms(
            String who, String lifetime, String left, boolean warned) {
        Instant ends = NOW.plus(span(left));
        Signature signature = new Signature("a.test", "MX", "a.test", "ED25519", ends.minus(span(lifetime)), ends);
        assertThat(SignatureWarnings.endsSoon(signature, NOW)).as(who).isEqualTo(warned);
    }

    private static Duration span(String text) {
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        return text.endsWith("d") ? Duration.ofDays(number) : Duration.ofHours(number);
    }

    @Test
    void warnings_are_stored_and_read_as_they_were() {
        List<Warning> all = List.of(
                new Warning(Kind.KEY_PINNED, "mx.a.test", SOON, "3 1 1 00aa"),
                new Warning(Kind.HOST_FAILS, "mx.b.test", null, ""),
                new Warning(Kind.SIGNATURE_ENDS, "a.test", SOON, "MX a.test 9 336"),
                new Warning(Kind.RESOLVERS_DISAGREE, "a.test", null, "MX: 192.0.2.1 SECURE; 192.0.2.2 BOGUS"),
                new Warning(Kind.HOST_FAILS, "mx.c.test", null, "a reason\nof two lines"));
        List<Warning> read = Warning.read(Warning.stored(all));
        assertThat(read).isEqualTo(all);
        assertThat(read.getLast().detail()).doesNotContain("\n");
        assertThat(Warning.read("")).isEmpty();
    }
}
