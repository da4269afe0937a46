package org.danegate.dane;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.danegate.dns.answer.TlsaRecord;

/// Certificates for the matching cases.
final class TestCertificates {

    private TestCertificates() {}

    /// A certificate with its key.
    record Issued(X509Certificate certificate, KeyPair keys) {

        TlsaRecord tlsa(int usage, int selector, int matchingType) throws Exception {
            byte[] selected = selector == 0
                    ? certificate.getEncoded()
                    : certificate.getPublicKey().getEncoded();
            return new TlsaRecord(
                    usage,
                    selector,
                    matchingType,
                    switch (matchingType) {
                        case 0 -> selected;
                        case 1 -> MessageDigest.getInstance("SHA-256").digest(selected);
                        default -> MessageDigest.getInstance("SHA-512").digest(selected);
                    });
        }

        TlsaRecord tlsa311() throws Exception {
            return tlsa(3, 1, 1);
        }
    }

    static Issued selfSigned(String name) throws Exception {
        return issue(name, null, false, Duration.ofDays(-1), Duration.ofDays(30));
    }

    static Issued authority(String name) throws Exception {
        return issue(name, null, true, Duration.ofDays(-1), Duration.ofDays(30));
    }

    static Issued issue(String name, Issued issuer, boolean authority, Duration from, Duration until) throws Exception {
        Extra names = builder -> {
            if (!authority) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
            }
        };
        return issue(name, issuer, new BasicConstraints(authority), from, until, names);
    }

    /// An authority below another that allows so many more below it.
    static Issued authority(String name, Issued issuer, int pathLength) throws Exception {
        return issue(name, issuer, new BasicConstraints(pathLength), Duration.ofDays(-1), Duration.ofDays(30), b -> {});
    }

    /// Adds what a case needs.
    @FunctionalInterface
    interface Extra {
        void add(JcaX509v3CertificateBuilder builder) throws Exception;
    }

    static Issued issue(
            String name, Issued issuer, BasicConstraints constraints, Duration from, Duration until, Extra extra)
            throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return issue(name, issuer, constraints, from, until, extra, generator.generateKeyPair());
    }

    /// An authority with the name and key of another, signed by somebody else or again.
    static Issued again(Issued authority, Issued issuer) throws Exception {
        return again(authority, issuer, Integer.MAX_VALUE, b -> {});
    }

    static Issued again(Issued authority, Issued issuer, int pathLength, Extra extra) throws Exception {
        String name =
                authority.certificate().getSubjectX500Principal().getName().substring("CN=".length());
        return issue(
                name,
                issuer,
                pathLength == Integer.MAX_VALUE ? new BasicConstraints(true) : new BasicConstraints(pathLength),
                Duration.ofDays(-1),
                Duration.ofDays(30),
                extra,
                authority.keys());
    }

    private static Issued issue(
            String name,
            Issued issuer,
            BasicConstraints constraints,
            Duration from,
            Duration until,
            Extra extra,
            KeyPair keys)
            throws Exception {
        X500Name subject = new X500Name("CN=" + name);
        X500Name issuerName = issuer == null
                ? subject
                : new X500Name(issuer.certificate().getSubjectX500Principal().getName());
        Instant now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(
                issuerName,
                new BigInteger(64, new SecureRandom()),
                Date.from(now.plus(from)),
                Date.from(now.plus(until)),
                subject,
                keys.getPublic());
        if (constraints != null) {
            builder.addExtension(Extension.basicConstraints, true, constraints);
        }
        extra.add(builder);
        var signer = new JcaContentSignerBuilder("SHA256withECDSA")
                .build(issuer == null ? keys.getPrivate() : issuer.keys().getPrivate());
        return new Issued(new JcaX509CertificateConverter().getCertificate(builder.build(signer)), keys);
    }
}
