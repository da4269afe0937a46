package org.danegate.practice;

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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A private certificate authority and its leaves, ECDSA P-256 unless stated otherwise, made at start and never stored.
public final class PracticeCertificates {
    private static final Duration LIFETIME = Duration.ofDays(365);

    private record Validity(Instant from, Instant until) {}

    private final InstantSource clock;
    private final KeyPair authorityKey = newKey();
    private final X500Name authorityName = named("Practice CA");
    private final X509Certificate authority;

    /// An authority that uses the system's clock.
    public PracticeCertificates() {
        this(InstantSource.system());
    }

    /// @param clock decides the validity period of certificates
    public PracticeCertificates(InstantSource clock) {
        this.clock = clock;
        this.authority = sign(authorityName, authorityKey, authorityName, authorityKey.getPrivate(), current(), null);
    }

    /// The authority's own certificate.
    public X509Certificate authority() {
        return authority;
    }

    /// A certificate for these DNS names, issued by the authority, valid from an hour ago for a year.
    public PracticeCertificate leaf(String... names) {
        return issued(current(), newKey(), names);
    }

    /// Like [#leaf(String...)], with its own common name, longer than RFC 5280 allows if need be.
    public PracticeCertificate worded(String commonName, String... names) {
        KeyPair key = newKey();
        X500Name name = new X500Name(new RDN[] {new RDN(BCStyle.CN, new DERUTF8String(commonName))});
        X509Certificate leaf = sign(name, key, authorityName, authorityKey.getPrivate(), current(), names);
        return new PracticeCertificate(key.getPrivate(), List.of(leaf, authority));
    }

    /// Like [#leaf(String...)], with a key on another curve than P-256.
    ///
    /// @param curve as the platform names it, `secp384r1` or `secp521r1`
    public PracticeCertificate onCurve(String curve, String... names) {
        return issued(current(), newKey(curve), names);
    }

    /// A chain of this many certificates: the leaf for this DNS name, then authorities, each issued by the next,
    /// and a self-signed one at the end.
    ///
    /// @param length 2 or more
    public PracticeCertificate chain(int length, String name) {
        List<X509Certificate> chain = new ArrayList<>();
        KeyPair issuerKey = newKey();
        X500Name issuer = named("Practice CA of " + length);
        chain.add(sign(issuer, issuerKey, issuer, issuerKey.getPrivate(), current(), null));
        for (int i = length - 1; i > 1; i--) {
            KeyPair key = newKey();
            X500Name subject = named("Practice CA " + i + " of " + length);
            chain.addFirst(sign(subject, key, issuer, issuerKey.getPrivate(), current(), null));
            issuer = subject;
            issuerKey = key;
        }
        KeyPair key = newKey();
        chain.addFirst(sign(named(name), key, issuer, issuerKey.getPrivate(), current(), new String[] {name}));
        return new PracticeCertificate(key.getPrivate(), chain);
    }

    /// Like [#leaf(String...)], but expired a day ago.
    public PracticeCertificate expired(String... names) {
        Instant end = clock.instant().minus(Duration.ofDays(1));
        return issued(new Validity(end.minus(LIFETIME), end), newKey(), names);
    }

    /// A self-signed certificate for these DNS names.
    public PracticeCertificate selfSigned(String... names) {
        KeyPair key = newKey();
        X500Name subject = named(names[0]);
        return new PracticeCertificate(
                key.getPrivate(), List.of(sign(subject, key, subject, key.getPrivate(), current(), names)));
    }

    private PracticeCertificate issued(Validity validity, KeyPair key, String... names) {
        X509Certificate leaf = sign(named(names[0]), key, authorityName, authorityKey.getPrivate(), validity, names);
        return new PracticeCertificate(key.getPrivate(), List.of(leaf, authority));
    }

    private Validity current() {
        Instant from = clock.instant().minus(Duration.ofHours(1));
        return new Validity(from, from.plus(LIFETIME));
    }

    /// Makes a certificate; without names it is that of an authority.
    private static X509Certificate sign(
            X500Name subject,
            KeyPair key,
            X500Name issuer,
            PrivateKey issuerKey,
            Validity validity,
            String @org.jspecify.annotations.Nullable [] names) {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    new BigInteger(120, new SecureRandom()).add(BigInteger.ONE),
                    Date.from(validity.from),
                    Date.from(validity.until),
                    subject,
                    key.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(names == null));
            if (names == null) {
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            } else {
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
                builder.addExtension(
                        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
                builder.addExtension(Extension.subjectAlternativeName, false, alternatives(names));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey)));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("no certificate for " + subject, e);
        }
    }

    private static GeneralNames alternatives(String[] names) {
        return new GeneralNames(Stream.of(names)
                .map(name -> new GeneralName(GeneralName.dNSName, name))
                .toArray(GeneralName[]::new));
    }

    private static X500Name named(String commonName) {
        return new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
    }

    private static KeyPair newKey() {
        return newKey("secp256r1");
    }

    private static KeyPair newKey(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no key", e);
        }
    }
}
