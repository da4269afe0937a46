package org.danegate.dane;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.dane.TestCertificates.Issued;
import org.danegate.dns.answer.TlsaRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// TLSA against real certificates (RFC 6698, 7671, 7672).
class CertificateMatchingTest {

    private static final DomainName BASE = DomainName.parse("mx.example.org");

    @ParameterizedTest
    @CsvSource({"0,0", "0,1", "0,2", "1,0", "1,1", "1,2"})
    void dane_ee_matches_by_every_selector_and_matching_type(int selector, int matchingType) throws Exception {
        Issued server = TestCertificates.selfSigned("mx.example.org");
        Issued stranger = TestCertificates.selfSigned("mx.example.org");

        assertThat(match(server.tlsa(3, selector, matchingType), server)).isInstanceOf(DaneVerdict.Success.class);
        assertThat(match(server.tlsa(3, selector, matchingType), stranger)).isInstanceOf(DaneVerdict.Failed.class);
    }

    @Test
    void dane_ee_ignores_names_and_dates__X20() throws Exception {
        Issued server = TestCertificates.issue("wrong.example", null, false, Duration.ofDays(-30), Duration.ofDays(-1));

        assertThat(match(server.tlsa311(), server)).isInstanceOf(DaneVerdict.Success.class);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "0,1", "0,2", "1,0", "1,1", "1,2"})
    void dane_ta_matches_a_private_authority_that_is_sent__X21(int selector, int matchingType) throws Exception {
        Issued authority = TestCertificates.authority("Private CA");
        Issued server = leaf(authority, "mx.example.org");

        assertThat(match(authority.tlsa(2, selector, matchingType), server, authority))
                .isInstanceOf(DaneVerdict.Success.class);
    }

    @ParameterizedTest
    @CsvSource({"0", "1"})
    void dane_ta_in_full_needs_no_anchor_in_the_chain__D68(int selector) throws Exception {
        Issued authority = TestCertificates.authority("Private CA");
        Issued server = leaf(authority, "mx.example.org");

        assertThat(match(authority.tlsa(2, selector, 0), server)).isInstanceOf(DaneVerdict.Success.class);
        assertThat(match(authority.tlsa(2, selector, 1), server)).isInstanceOf(DaneVerdict.Failed.class);
    }

    @Test
    void dane_ta_checks_the_name__X22() throws Exception {
        Issued authority = TestCertificates.authority("Private CA");
        Issued server = leaf(authority, "other.example");

        DaneVerdict verdict = match(authority.tlsa(2, 1, 1), server, authority);

        assertThat(verdict).isInstanceOf(DaneVerdict.Failed.class);
        assertThat(verdict.reason()).contains("other.example").contains("mx.example.org");
    }

    @Test
    void dane_ta_refuses_an_expired_certificate() throws Exception {
        Issued authority = TestCertificates.authority("Private CA");
        Issued server =
                TestCertificates.issue("mx.example.org", authority, false, Duration.ofDays(-30), Duration.ofDays(-1));

        assertThat(match(authority.tlsa(2, 1, 1), server, authority).reason()).contains("expired");
    }

    @Test
    void dane_ta_refuses_a_chain_signed_by_somebody_else() throws Exception {
        Issued authority = TestCertificates.authority("Private CA");
        Issued server = leaf(TestCertificates.authority("Private CA"), "mx.example.org");

        assertThat(match(authority.tlsa(2, 1, 1), server, authority)).isInstanceOf(DaneVerdict.Failed.class);
    }

    @Test
    void dane_ta_never_matches_the_leaf_itself__D69() throws Exception {
        Issued server = TestCertificates.selfSigned("mx.example.org");

        assertThat(match(server.tlsa(2, 1, 1), server)).isInstanceOf(DaneVerdict.Failed.class);
        assertThat(match(server.tlsa(2, 0, 0), server)).isInstanceOf(DaneVerdict.Failed.class);
    }

    @Test
    void any_record_that_matches_is_enough__X23() throws Exception {
        Issued authority = TestCertificates.authority("Private CA");
        Issued server = leaf(authority, "mx.example.org");
        TlsaRecord stale = TestCertificates.selfSigned("x.example").tlsa311();

        DanePlan.Authenticate plan =
                new DanePlan.Authenticate(BASE, List.of(stale, authority.tlsa(2, 1, 1)), List.of(BASE), "");

        assertThat(CertificateMatching.match(
                        plan, List.of(server.certificate(), authority.certificate()), Instant.now()))
                .isInstanceOf(DaneVerdict.Success.class);
    }

    @Test
    void a_weaker_digest_beside_a_stronger_one_does_not_count__X24() throws Exception {
        Issued server = TestCertificates.selfSigned("mx.example.org");
        TlsaRecord weak = server.tlsa(3, 1, 1);
        TlsaRecord strongMiss = TestCertificates.selfSigned("x.example").tlsa(3, 1, 2);

        assertThat(UsableRecords.of(List.of(weak, strongMiss))).containsExactly(strongMiss);
    }

    @Test
    void unusable_records_are_ignored__D57_D58_D59() throws Exception {
        Issued server = TestCertificates.selfSigned("mx.example.org");

        assertThat(UsableRecords.of(List.of(
                        server.tlsa(0, 1, 1),
                        server.tlsa(1, 1, 1),
                        new TlsaRecord(3, 1, 1, new byte[31]),
                        new TlsaRecord(3, 2, 1, new byte[32]),
                        new TlsaRecord(3, 0, 0, new byte[] {1, 2, 3}),
                        new TlsaRecord(3, 1, 7, new byte[32]),
                        new TlsaRecord(255, 255, 255, new byte[0]))))
                .isEmpty();
    }

    private static Issued leaf(Issued authority, String name) throws Exception {
        return TestCertificates.issue(name, authority, false, Duration.ofDays(-1), Duration.ofDays(10));
    }

    private static DaneVerdict match(TlsaRecord record, Issued... chain) {
        List<X509Certificate> presented =
                java.util.Arrays.stream(chain).map(Issued::certificate).toList();
        return CertificateMatching.match(
                new DanePlan.Authenticate(BASE, List.of(record), List.of(BASE), ""), presented, Instant.now());
    }
}
