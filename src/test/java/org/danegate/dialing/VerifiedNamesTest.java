package org.danegate.dialing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.danegate.address.DomainName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The appliance's rules on names, with certificates made for them. The destination is example.com, reached at
/// mx1.example.net; its other MX host is mx2.example.net.
class VerifiedNamesTest {

    private static final List<DomainName> REFERENCES = List.of(
            DomainName.parse("example.com"), DomainName.parse("mx1.example.net"), DomainName.parse("mx2.example.net"));

    @ParameterizedTest(name = "CN {0}, SAN {1}: Verify {2}, Hosted Verify {3}")
    @CsvSource({
        "mx1.example.net,   '',                              true,  true",
        "mx2.example.net,   '',                              false, true",
        "example.com,       '',                              true,  true",
        "EXAMPLE.com,       '',                              true,  true",
        "other.example,     '',                              false, false",
        "other.example,     example.com,                     true,  true",
        "other.example,     mx1.example.net,                 false, true",
        "other.example,     mx2.example.net,                 false, true",
        "other.example,     mx3.example.net,                 false, false",
        "example.com,       other.example,                   true,  false",
        "mx1.example.net,   other.example,                   true,  false",
        "mx1.example.net,   mx1.example.net,                 true,  true",
        "other.example,     *.com,                           true,  true",
        "other.example,     *.example.com,                   false, false",
        "other.example,     *.example.net,                   false, true",
        "*.example.net,     '',                              true,  true",
        "other.example,     other.example mx2.example.net,   false, true",
        "other.example,     mx1.example.net.evil.example,    false, false",
    })
    void each_rule_looks_where_the_appliance_looks(String common, String alternatives, boolean verify, boolean hosted)
            throws Exception {
        X509Certificate leaf = certificate(common, alternatives);
        assertThat(VerifiedNames.of(false, REFERENCES).match(leaf)).as("Verify").isEqualTo(verify);
        assertThat(VerifiedNames.of(true, REFERENCES).match(leaf))
                .as("Hosted Verify")
                .isEqualTo(hosted);
    }

    private static X509Certificate certificate(String common, String alternatives) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair keys = generator.generateKeyPair();
        X500Name name = new X500Name("CN=" + common);
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name, BigInteger.ONE, Date.from(now), Date.from(now.plus(Duration.ofDays(1))), name, keys.getPublic());
        if (!alternatives.isEmpty()) {
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(Arrays.stream(alternatives.split(" "))
                            .map(n -> new GeneralName(GeneralName.dNSName, n))
                            .toArray(GeneralName[]::new)));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    }
}
