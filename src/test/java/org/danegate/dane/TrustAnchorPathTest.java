package org.danegate.dane;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.danegate.address.DomainName;
import org.danegate.dane.TestCertificates.Extra;
import org.danegate.dane.TestCertificates.Issued;
import org.danegate.dns.answer.TlsaRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// DANE-TA paths (RFC 7671 5.2; RFC 7672 3.1.2, 3.2; D-65 to D-74).
class TrustAnchorPathTest {

    private static final DomainName BASE = DomainName.parse("mx.example.org");
    private static final Duration YESTERDAY = Duration.ofDays(-1);
    private static final Duration SOON = Duration.ofDays(10);

    @Test
    void an_intermediate_may_be_the_anchor__D66() throws Exception {
        Issued root = TestCertificates.authority("Root");
        Issued middle = TestCertificates.authority("Middle", root, 0);
        Issued server = leaf(middle);

        assertThat(match(middle.tlsa(2, 1, 1), server, middle)).isInstanceOf(DaneVerdict.Success.class);
        assertThat(match(middle.tlsa(2, 0, 1), server, middle, root)).isInstanceOf(DaneVerdict.Success.class);
        assertThat(match(root.tlsa(2, 1, 1), server, middle, root)).isInstanceOf(DaneVerdict.Success.class);
    }

    @Test
    void the_chain_may_be_out_of_order_and_padded__D67() throws Exception {
        Issued root = TestCertificates.authority("Root");
        Issued middle = TestCertificates.authority("Middle", root, 0);
        Issued server = leaf(middle);
        Issued stranger = TestCertificates.authority("Stranger");

        assertThat(match(root.tlsa(2, 1, 1), server, stranger, root, middle, stranger))
                .isInstanceOf(DaneVerdict.Success.class);
    }

    @Test
    void a_gap_in_the_chain_breaks_the_path__D67() throws Exception {
        Issued root = TestCertificates.authority("Root");
        Issued middle = TestCertificates.authority("Middle", root, 0);

        assertThat(match(root.tlsa(2, 1, 1), leaf(middle), root)).isInstanceOf(DaneVerdict.Failed.class);
    }

    @Test
    void more_certificates_than_bounds_allow_fail__D67() throws Exception {
        Issued root = TestCertificates.authority("Root");
        List<Issued> chain = new ArrayList<>(List.of(leaf(root), root));
        for (int i = 0; i < 31; i++) {
            chain.add(root);
        }
        assertThat(match(root.tlsa(2, 1, 1), chain.toArray(Issued[]::new)).reason())
                .contains("too large");
    }

    @Test
    void an_issuer_that_is_no_authority_issues_nothing__D65() throws Exception {
        Issued pretender = TestCertificates.selfSigned("mx.other.example");
        Issued server = leaf(pretender);

        assertThat(match(pretender.tlsa(2, 1, 1), server, pretender)).isInstanceOf(DaneVerdict.Failed.class);
    }

    @Test
    void a_non_authority_in_the_middle_breaks_the_path__D65() throws Exception {
        Issued root = TestCertificates.authority("Root");
        Issued pretender = TestCertificates.issue("mx.other.example", root, false, YESTERDAY, SOON);
        Issued server = leaf(pretender);

        assertThat(match(root.tlsa(2, 1, 1), server, pretender, root)).isInstanceOf(DaneVerdict.Failed.class);
    }

    @Test
    void path_lengths_bind_the_anchors_own_included__D65() throws Exception {
        Issued root = TestCertificates.authority("Root", null, 0);
        Issued middle = TestCertificates.authority("Middle", root, 0);
        Issued below = TestCertificates.authority("Below", middle, 0);

        assertThat(match(root.tlsa(2, 1, 1), leaf(root), root)).isInstanceOf(DaneVerdict.Success.class);
        assertThat(match(root.tlsa(2, 1, 1), leaf(middle), middle, root).reason())
                .contains("longer than the trust anchor allows");
        assertThat(match(middle.tlsa(2, 1, 1), leaf(below), below, middle)).isInstanceOf(DaneVerdict.Failed.class);
    }

    @Test
    void dates_of_every_certificate_on_the_path_count__D65() throws Exception {
        Issued root = TestCertificates.authority("Root");
        Issued expired = TestCertificates.issue(
                "Middle", root, new BasicConstraints(0), Duration.ofDays(-30), YESTERDAY, b -> {});
        Issued early = TestCertificates.issue("mx.example.org", root, false, Duration.ofDays(1), SOON);
        Issued oldRoot = TestCertificates.issue(
                "Old Root", null, new BasicConstraints(true), Duration.ofDays(-30), YESTERDAY, b -> {});

        assertThat(match(root.tlsa(2, 1, 1), leaf(expired), expired, root))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.type(DaneVerdict.Failed.class))
                .extracting(DaneVerdict.Failed::miss)
                .isEqualTo(DaneVerdict.Miss.PATH);
        assertThat(match(root.tlsa(2, 1, 1), early, root).reason()).contains("not yet valid");
        assertThat(match(oldRoot.tlsa(2, 1, 1), leaf(oldRoot), oldRoot).reason())
                .contains("expired");
    }

    @ParameterizedTest
    @CsvSource({"server, true", "client, false", "any, true", "both, true"})
    void an_extended_key_usage_must_allow_servers__D65(String purposes, boolean good) throws Exception {
        Issued root = TestCertificates.authority("Root");
        KeyPurposeId[] ids = switch (purposes) {
            case "server" -> new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth};
            case "client" -> new KeyPurposeId[] {KeyPurposeId.id_kp_clientAuth};
            case "any" -> new KeyPurposeId[] {KeyPurposeId.anyExtendedKeyUsage};
            default -> new KeyPurposeId[] {KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth};
        };
        Issued server = named(root, "cn.example", b -> {
            b.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(ids));
            b.addExtension(Extension.subjectAlternativeName, false, dns("mx.example.org"));
        });

        assertThat(match(root.tlsa(2, 1, 1), server, root) instanceof DaneVerdict.Success)
                .isEqualTo(good);
    }

    @ParameterizedTest
    @CsvSource({
        "mx.example.org,                    true",
        "MX.Example.ORG,                    true",
        "*.example.org,                     true",
        "*.org,                             false",
        "*.mx.example.org,                  false",
        "m*.example.org,                    false",
        "*,                                 false",
        "example.org,                       false",
        "mx.example.org.evil.example,       false"
    })
    void names_match_as_rfc_7672_says__D71(String name, boolean good) throws Exception {
        Issued root = TestCertificates.authority("Root");
        Issued server =
                named(root, "mx.example.org", b -> b.addExtension(Extension.subjectAlternativeName, false, dns(name)));

        assertThat(match(root.tlsa(2, 1, 1), server, root) instanceof DaneVerdict.Success)
                .isEqualTo(good);
    }

    @Test
    void the_common_name_counts_only_without_any_dns_name_and_addresses_never__D71() throws Exception {
        Issued root = TestCertificates.authority("Root");
        Issued byCommonName = named(root, "mx.example.org", b -> {});
        Issued withAddress = named(
                root,
                "mx.example.org",
                b -> b.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.iPAddress, "192.0.2.1"))));

        assertThat(match(root.tlsa(2, 1, 1), byCommonName, root)).isInstanceOf(DaneVerdict.Success.class);
        assertThat(match(root.tlsa(2, 1, 1), withAddress, root)).isInstanceOf(DaneVerdict.Success.class);
    }

    @Test
    void any_reference_name_is_enough__D70() throws Exception {
        Issued root = TestCertificates.authority("Root");
        Issued server = TestCertificates.issue("example.org", root, false, YESTERDAY, SOON);
        DanePlan.Authenticate plan = new DanePlan.Authenticate(
                BASE, List.of(root.tlsa(2, 1, 1)), List.of(BASE, DomainName.parse("example.org")), "");

        assertThat(CertificateMatching.match(plan, List.of(server.certificate(), root.certificate()), Instant.now()))
                .isInstanceOf(DaneVerdict.Success.class);
    }

    @Test
    void an_unrelated_authority_with_the_same_name_does_not_help__D66() throws Exception {
        Issued real = TestCertificates.authority("Root");
        Issued namesake = TestCertificates.authority("Root");

        assertThat(match(namesake.tlsa(2, 1, 1), leaf(real), real, namesake)).isInstanceOf(DaneVerdict.Failed.class);
        assertThat(match(namesake.tlsa(2, 1, 0), leaf(real), real)).isInstanceOf(DaneVerdict.Failed.class);
    }

    @Test
    void an_anchor_below_a_server_that_sends_none_says_so__D68() throws Exception {
        Issued root = TestCertificates.authority("Root");

        assertThat(match(root.tlsa(2, 1, 1), leaf(root)).reason())
                .startsWith("no issuer certificate presented matches");
    }

    private static Issued leaf(Issued authority) throws Exception {
        return TestCertificates.issue("mx.example.org", authority, false, YESTERDAY, SOON);
    }

    private static Issued named(Issued authority, String commonName, Extra extra) throws Exception {
        return TestCertificates.issue(commonName, authority, new BasicConstraints(false), YESTERDAY, SOON, extra);
    }

    private static GeneralNames dns(String name) {
        return new GeneralNames(new GeneralName(GeneralName.dNSName, name));
    }

    private static DaneVerdict match(TlsaRecord record, Issued... chain) {
        List<X509Certificate> presented =
                Arrays.stream(chain).map(Issued::certificate).toList();
        return CertificateMatching.match(
                new DanePlan.Authenticate(BASE, List.of(record), List.of(BASE), ""), presented, Instant.now());
    }
}
