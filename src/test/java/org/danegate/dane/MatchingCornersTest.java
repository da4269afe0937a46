package org.danegate.dane;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.danegate.address.DomainName;
import org.danegate.dane.TestCertificates.Issued;
import org.danegate.dns.answer.TlsaRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Edges of matching: bounds, reasons in words, time, and records that carry an anchor.
class MatchingCornersTest {

    private static final DomainName BASE = DomainName.parse("mx.example.org");
    private static final Duration YESTERDAY = Duration.ofDays(-1);

    @ParameterizedTest
    @CsvSource({
        "2, 0, 1, 32, true",
        "2, 1, 1, 32, true",
        "3, 0, 1, 32, true",
        "3, 1, 2, 64, true",
        "3, 1, 1, 31, false",
        "3, 1, 1, 33, false",
        "3, 1, 1, 64, false",
        "3, 1, 2, 63, false",
        "3, 1, 2, 65, false",
        "3, 1, 2, 32, false",
        "0, 1, 1, 32, false",
        "1, 1, 1, 32, false",
        "4, 1, 1, 32, false",
        "3, 2, 1, 32, false",
        "3, 255, 1, 32, false",
        "3, 1, 3, 32, false",
        "3, 0, 0, 32, false",
        "3, 1, 0, 32, false",
        "3, 1, 1, 0, false"
    })
    void usable_are_known_numbers_with_data_of_the_right_length__D57_D58(
            int usage, int selector, int matchingType, int length, boolean usable) {
        TlsaRecord record = new TlsaRecord(usage, selector, matchingType, new byte[length]);
        assertThat(UsableRecords.of(List.of(record)).isEmpty()).isEqualTo(!usable);
    }

    @Test
    void full_records_are_usable_when_they_hold_what_their_selector_says__D58() throws Exception {
        Issued any = TestCertificates.selfSigned("mx.example.org");
        byte[] certificate = any.certificate().getEncoded();
        byte[] key = any.certificate().getPublicKey().getEncoded();
        assertThat(UsableRecords.of(List.of(new TlsaRecord(3, 0, 0, certificate))))
                .hasSize(1);
        assertThat(UsableRecords.of(List.of(new TlsaRecord(3, 1, 0, key)))).hasSize(1);
        assertThat(UsableRecords.of(List.of(new TlsaRecord(3, 0, 0, key)))).isEmpty();
        assertThat(UsableRecords.of(List.of(new TlsaRecord(3, 1, 0, certificate))))
                .isEmpty();
    }

    @Test
    void digest_agility_holds_within_a_usage_and_selector_only__D61() {
        TlsaRecord weak = new TlsaRecord(3, 1, 1, new byte[32]);
        TlsaRecord strong = new TlsaRecord(3, 1, 2, new byte[64]);
        TlsaRecord otherSelector = new TlsaRecord(3, 0, 2, new byte[64]);
        TlsaRecord otherUsage = new TlsaRecord(2, 1, 2, new byte[64]);
        assertThat(UsableRecords.of(List.of(weak, strong))).containsExactly(strong);
        assertThat(UsableRecords.of(List.of(weak, otherSelector, otherUsage)))
                .containsExactly(weak, otherSelector, otherUsage);
        assertThat(UsableRecords.of(List.of(weak, weak, strong, strong))).containsExactly(strong);
    }

    @Test
    void without_a_certificate_nothing_matches() throws Exception {
        Issued server = TestCertificates.selfSigned("mx.example.org");
        assertThat(match(server.tlsa311()).reason()).isEqualTo("no certificate was presented");
    }

    @Test
    void thirty_two_certificates_are_looked_at_and_no_more__D67() throws Exception {
        Issued server = TestCertificates.selfSigned("mx.example.org");
        Issued[] chain = new Issued[32];
        Arrays.fill(chain, server);
        assertThat(match(server.tlsa311(), chain)).isInstanceOf(DaneVerdict.Success.class);
        Issued[] more = new Issued[33];
        Arrays.fill(more, server);
        assertThat(match(server.tlsa311(), more).reason()).isEqualTo("the certificate chain presented is too large");
    }

    @Test
    void a_hundred_kibibytes_are_looked_at_and_no_more__D67() throws Exception {
        Issued large = TestCertificates.issue(
                "mx.example.org",
                null,
                new BasicConstraints(false),
                YESTERDAY,
                Duration.ofDays(5),
                b -> b.addExtension(
                        new ASN1ObjectIdentifier("1.2.3.4"), false, new DEROctetString(new byte[60 * 1024])));
        assertThat(match(large.tlsa311(), large)).isInstanceOf(DaneVerdict.Success.class);
        assertThat(match(large.tlsa311(), large, large).reason()).contains("too large");
    }

    @Test
    void a_verdict_names_the_record_the_depth_and_every_miss() throws Exception {
        Issued authority = TestCertificates.authority("CA");
        Issued server = TestCertificates.issue("mx.example.org", authority, false, YESTERDAY, Duration.ofDays(5));
        TlsaRecord good = authority.tlsa(2, 1, 1);
        DaneVerdict.Success byAnchor = (DaneVerdict.Success) match(good, server, authority);
        assertThat(byAnchor.depth()).isEqualTo(1);
        assertThat(byAnchor.record()).isEqualTo(good);
        assertThat(byAnchor.reason())
                .isEqualTo("the chain leads to the trust anchor of TLSA " + CertificateMatching.brief(good));
        DaneVerdict.Success carried = (DaneVerdict.Success) match(authority.tlsa(2, 0, 0), server);
        assertThat(carried.depth()).isEqualTo(-1);
        DaneVerdict.Success own = (DaneVerdict.Success) match(server.tlsa311(), server, authority);
        assertThat(own.depth()).isZero();

        DanePlan.Authenticate both = new DanePlan.Authenticate(
                BASE,
                List.of(
                        TestCertificates.selfSigned("a.b").tlsa311(),
                        TestCertificates.authority("X").tlsa(2, 1, 1)),
                List.of(BASE),
                "");
        assertThat(CertificateMatching.match(
                                both, List.of(server.certificate(), authority.certificate()), Instant.now())
                        .reason())
                .contains("the server's certificate does not match TLSA 3 1 1")
                .contains("; no issuer certificate presented matches TLSA 2 1 1");
    }

    @Test
    void records_are_shortened_in_reasons() {
        assertThat(CertificateMatching.brief(new TlsaRecord(3, 1, 1, new byte[] {1, 2})))
                .isEqualTo("3 1 1 0102");
        assertThat(CertificateMatching.brief(new TlsaRecord(3, 1, 1, new byte[10])))
                .isEqualTo("3 1 1 " + "00".repeat(10));
        assertThat(CertificateMatching.brief(new TlsaRecord(3, 1, 1, new byte[11])))
                .isEqualTo("3 1 1 " + "00".repeat(10) + "…");
    }

    @Test
    void reasons_of_paths_say_what_is_wrong() throws Exception {
        Issued authority = TestCertificates.authority("CA");
        Issued pretender = TestCertificates.selfSigned("other.example");
        Issued byPretender = TestCertificates.issue("mx.example.org", pretender, false, YESTERDAY, Duration.ofDays(5));
        assertThat(match(pretender.tlsa(2, 1, 1), byPretender, pretender).reason())
                .endsWith(": the matched certificate is not a certificate authority");
        Issued stranger = TestCertificates.issue(
                "mx.example.org", TestCertificates.authority("CA"), false, YESTERDAY, Duration.ofDays(5));
        assertThat(match(authority.tlsa(2, 1, 1), stranger, authority).reason())
                .endsWith(": no valid path from the server's certificate to the trust anchor");
        Issued server = TestCertificates.issue("mx.example.org", authority, false, YESTERDAY, Duration.ofDays(5));
        assertThat(match(authority.tlsa(2, 1, 1), server).reason())
                .startsWith("no issuer certificate presented matches TLSA 2 1 1");
        assertThat(match(authority.tlsa(2, 0, 2), server).reason())
                .startsWith("no issuer certificate presented matches TLSA 2 0 2");
    }

    @Test
    void time_is_the_time_given_for_every_certificate_on_the_path__D65() throws Exception {
        Issued root = TestCertificates.issue(
                "Root", null, new BasicConstraints(true), YESTERDAY, Duration.ofDays(90), b -> {});
        Issued middle = TestCertificates.issue(
                "Middle", root, new BasicConstraints(true), YESTERDAY, Duration.ofDays(30), b -> {});
        Issued server = TestCertificates.issue("mx.example.org", middle, false, YESTERDAY, Duration.ofDays(90));
        List<X509Certificate> chain = List.of(server.certificate(), middle.certificate(), root.certificate());
        DanePlan.Authenticate plan = new DanePlan.Authenticate(BASE, List.of(root.tlsa(2, 1, 1)), List.of(BASE), "");
        assertThat(CertificateMatching.match(plan, chain, Instant.now())).isInstanceOf(DaneVerdict.Success.class);
        assertThat(CertificateMatching.match(plan, chain, Instant.now().plus(Duration.ofDays(40))))
                .isInstanceOf(DaneVerdict.Failed.class);
    }

    @ParameterizedTest
    @CsvSource({"8, true", "12, true", "31, true", "32, false"})
    void paths_may_be_deep_but_not_endless__D67(int authorities, boolean good) throws Exception {
        List<Issued> path = new ArrayList<>();
        Issued above = TestCertificates.authority("CA 0");
        path.add(above);
        for (int i = 1; i < authorities; i++) {
            above = TestCertificates.issue(
                    "CA " + i, above, new BasicConstraints(true), YESTERDAY, Duration.ofDays(30), b -> {});
            path.add(above);
        }
        Issued server = TestCertificates.issue("mx.example.org", above, false, YESTERDAY, Duration.ofDays(5));
        path.add(server);
        assertThat(
                        match(path.getFirst().tlsa(2, 1, 1), path.reversed().toArray(Issued[]::new))
                                instanceof DaneVerdict.Success)
                .isEqualTo(good);
    }

    @Test
    void an_authority_that_serves_by_itself_is_no_anchor_of_its_own__D69() throws Exception {
        Issued both = TestCertificates.issue(
                "mx.example.org",
                null,
                new BasicConstraints(true),
                YESTERDAY,
                Duration.ofDays(30),
                b -> b.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, "mx.example.org"))));
        for (TlsaRecord record :
                List.of(both.tlsa(2, 0, 1), both.tlsa(2, 1, 1), both.tlsa(2, 0, 0), both.tlsa(2, 1, 0))) {
            assertThat(match(record, both)).as(record.text()).isInstanceOf(DaneVerdict.Failed.class);
            assertThat(match(record, both, both)).as(record.text()).isInstanceOf(DaneVerdict.Failed.class);
        }
    }

    @Test
    void the_common_name_is_found_among_other_parts_of_the_subject__D71() throws Exception {
        Issued root = TestCertificates.authority("Root");
        Issued server = TestCertificates.issue(
                "mx.example.org,O=Example,C=CH",
                root,
                new BasicConstraints(false),
                YESTERDAY,
                Duration.ofDays(5),
                b -> {});
        assertThat(CertificateNames.of(server.certificate())).containsExactly("mx.example.org");
        assertThat(match(root.tlsa(2, 1, 1), server, root)).isInstanceOf(DaneVerdict.Success.class);
        Issued wild = TestCertificates.issue("*.org", root, false, YESTERDAY, Duration.ofDays(5));
        assertThat(CertificateNames.anyMatches(wild.certificate(), List.of(new DomainName("org"))))
                .isFalse();
    }

    private static DaneVerdict match(TlsaRecord record, Issued... chain) {
        List<X509Certificate> presented =
                Arrays.stream(chain).map(Issued::certificate).toList();
        return CertificateMatching.match(
                new DanePlan.Authenticate(BASE, List.of(record), List.of(BASE), ""), presented, Instant.now());
    }
}
