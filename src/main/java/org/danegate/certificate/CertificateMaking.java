package org.danegate.certificate;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/// Makes keys, self-signed certificates for them, and requests for an authority to sign.
final class CertificateMaking {

    /// A certificate starts this much before now, so that a peer whose clock is behind accepts it.
    private static final Duration BEFORE = Duration.ofHours(1);

    private CertificateMaking() {}

    /// The requested content of a certificate.
    ///
    /// @param organisation empty for none
    /// @param names host names of the certificate, at least one
    record Wish(KeyKind key, String commonName, String organisation, List<String> names, Duration validity) {

        static Wish of(String hostname, Duration validity) {
            return new Wish(KeyKind.EC_P256, hostname, "", List.of(hostname), validity);
        }

        private X500Name subject() {
            X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, commonName);
            return organisation.isEmpty()
                    ? name.build()
                    : name.addRDN(BCStyle.O, organisation).build();
        }
    }

    record Made(X509Certificate certificate, PrivateKey key) {
        @Override
        public String toString() {
            return "certificate and key of " + certificate.getSubjectX500Principal();
        }
    }

    static Made selfSigned(Wish wish, Instant now) throws IOException, GeneralSecurityException {
        KeyPair pair = pair(wish.key());
        X500Name subject = wish.subject();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                subject,
                new BigInteger(120, new SecureRandom()).setBit(119),
                Date.from(now.minus(BEFORE)),
                Date.from(now.plus(wish.validity())),
                subject,
                pair.getPublic());
        builder.addExtension(Extension.subjectAlternativeName, false, alternatives(wish.names()));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
            KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
        }));
        return new Made(
                new JcaX509CertificateConverter().getCertificate(builder.build(signer(pair.getPrivate()))),
                pair.getPrivate());
    }

    /// A request (PKCS #10, PEM) with the subject and the names of a certificate, signed by its key.
    static String request(X509Certificate certificate, PrivateKey key) throws IOException, GeneralSecurityException {
        X509CertificateHolder holder = new JcaX509CertificateHolder(certificate);
        var request = new JcaPKCS10CertificationRequestBuilder(holder.getSubject(), certificate.getPublicKey());
        Extension names = holder.getExtension(Extension.subjectAlternativeName);
        if (names != null) {
            request.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, new Extensions(names));
        }
        return PemText.of(
                new PemObject("CERTIFICATE REQUEST", request.build(signer(key)).getEncoded()));
    }

    private static GeneralNames alternatives(List<String> names) {
        return new GeneralNames(
                names.stream().map(n -> new GeneralName(GeneralName.dNSName, n)).toArray(GeneralName[]::new));
    }

    private static KeyPair pair(KeyKind kind) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind == KeyKind.EC_P256 ? "EC" : "RSA");
        switch (kind) {
            case EC_P256 -> generator.initialize(new ECGenParameterSpec("secp256r1"));
            case RSA_2048 -> generator.initialize(2048);
            case RSA_3072 -> generator.initialize(3072);
            case RSA_4096 -> generator.initialize(4096);
        }
        return generator.generateKeyPair();
    }

    private static ContentSigner signer(PrivateKey key) throws GeneralSecurityException {
        String algorithm = switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> key.getAlgorithm();
        };
        try {
            return new JcaContentSignerBuilder(algorithm).build(key);
        } catch (OperatorCreationException signing) {
            throw new GeneralSecurityException(signing);
        }
    }
}
