package org.danegate.certificate;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.jspecify.annotations.Nullable;

/// An authority with an intermediate one, and certificates that it signs.
public final class TestPki {

    private static final Duration YEAR = Duration.ofDays(365);

    final Signed root = sign(pair("EC"), "CN=Root", null, null, YEAR, Instant.now());
    final Signed intermediate = sign(pair("EC"), "CN=Intermediate", root, null, YEAR, Instant.now());

    /// A certificate and its keys.
    public record Signed(X509Certificate certificate, KeyPair keys) {

        /// The certificate as PEM.
        public String pem() {
            return TestPki.pem(certificate);
        }

        /// The private key as PEM.
        public String key() {
            return TestPki.pem(keys.getPrivate());
        }
    }

    /// A certificate for a host.
    public Signed leaf(String host) {
        return leaf(host, "EC", YEAR, Instant.now());
    }

    /// A certificate for a host, with a key of that algorithm, valid for that time.
    public Signed leaf(String host, String algorithm, Duration validity, Instant from) {
        return sign(pair(algorithm), "CN=" + host, intermediate, host, validity, from);
    }

    /// The same key, signed by the authority.
    X509Certificate signed(X509Certificate before) {
        return sign(
                        new KeyPair(before.getPublicKey(), root.keys.getPrivate()),
                        before.getSubjectX500Principal().getName(),
                        intermediate,
                        "renewed.example",
                        YEAR,
                        Instant.now())
                .certificate();
    }

    private static Signed sign(
            KeyPair own, String subject, @Nullable Signed by, @Nullable String host, Duration validity, Instant from) {
        try {
            String issuer = by == null
                    ? subject
                    : by.certificate.getSubjectX500Principal().getName();
            PrivateKey signing = by == null ? own.getPrivate() : by.keys.getPrivate();
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    new X500Name(issuer),
                    BigInteger.valueOf(System.nanoTime()),
                    Date.from(from.minusSeconds(60)),
                    Date.from(from.plus(validity)),
                    new X500Name(subject),
                    own.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(host == null));
            if (host != null) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
            }
            return new Signed(
                    new JcaX509CertificateConverter()
                            .getCertificate(
                                    builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signing))),
                    own);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyPair pair(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(algorithm.equals("EC") ? 256 : 2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String pem(X509Certificate... certificates) {
        try {
            return PemText.of(List.of(certificates));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static String pem(PrivateKey key) {
        try {
            return PemText.of(new PemObject("PRIVATE KEY", key.getEncoded()));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static String encrypted(PrivateKey key, String password) throws Exception {
        return encrypted(key, password, 2048);
    }

    static String encrypted(PrivateKey key, String password, int iterations) throws Exception {
        return PemText.of(new JcaPKCS8Generator(
                        key,
                        new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                                .setProvider(new BouncyCastleProvider())
                                .setIterationCount(iterations)
                                .setPassword(password.toCharArray())
                                .build())
                .generate());
    }

    static byte[] pkcs12(PrivateKey key, String password, X509Certificate... chain) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("one", key, password.toCharArray(), chain);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, password.toCharArray());
        return out.toByteArray();
    }
}
