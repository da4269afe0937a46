package org.danegate.practice;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/// A private certificate authority and its leaves, ECDSA P-256 unless stated otherwise, made at start and never stored.
public final class PracticeCertificates {
    private static final Duration LIFETIME = Duration.ofDays(365);

    private final InstantSource clock;
    private final KeyPair authorityKey = newKey();
    private final X500Name authorityName = X509Signing.named("Practice CA");
    private final X509Certificate authority;

    /// An authority that uses the system's clock.
    public PracticeCertificates() {
        this(InstantSource.system());
    }

    /// @param clock decides the validity period of certificates
    public PracticeCertificates(InstantSource clock) {
        this.clock = clock;
        this.authority = X509Signing.sign(
                authorityName, authorityKey, authorityName, authorityKey.getPrivate(), current(), null);
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
        X509Certificate leaf = X509Signing.sign(name, key, authorityName, authorityKey.getPrivate(), current(), names);
        return new PracticeCertificate(key.getPrivate(), List.of(leaf, authority));
    }

    /// Like [#leaf(String...)], with a key on another curve than P-256.
    ///
    /// @param curve as the platform names it, `secp384r1` or `secp521r1`
    public PracticeCertificate onCurve(String curve, String... names) {
        return issued(current(), X509Signing.newKey(curve), names);
    }

    /// A chain of this many certificates: the leaf for this DNS name, then authorities, each issued by the next,
    /// and a self-signed one at the end.
    ///
    /// @param length 2 or more
    public PracticeCertificate chain(int length, String name) {
        List<X509Certificate> chain = new ArrayList<>();
        KeyPair issuerKey = newKey();
        X500Name issuer = X509Signing.named("Practice CA of " + length);
        chain.add(X509Signing.sign(issuer, issuerKey, issuer, issuerKey.getPrivate(), current(), null));
        for (int i = length - 1; i > 1; i--) {
            KeyPair key = newKey();
            X500Name subject = X509Signing.named("Practice CA " + i + " of " + length);
            chain.addFirst(X509Signing.sign(subject, key, issuer, issuerKey.getPrivate(), current(), null));
            issuer = subject;
            issuerKey = key;
        }
        KeyPair key = newKey();
        chain.addFirst(X509Signing.sign(
                X509Signing.named(name), key, issuer, issuerKey.getPrivate(), current(), new String[] {name}));
        return new PracticeCertificate(key.getPrivate(), chain);
    }

    /// Like [#leaf(String...)], but expired a day ago.
    public PracticeCertificate expired(String... names) {
        Instant end = clock.instant().minus(Duration.ofDays(1));
        return issued(new X509Signing.Validity(end.minus(LIFETIME), end), newKey(), names);
    }

    /// A self-signed certificate for these DNS names.
    public PracticeCertificate selfSigned(String... names) {
        KeyPair key = newKey();
        X500Name subject = X509Signing.named(names[0]);
        return new PracticeCertificate(
                key.getPrivate(), List.of(X509Signing.sign(subject, key, subject, key.getPrivate(), current(), names)));
    }

    private PracticeCertificate issued(X509Signing.Validity validity, KeyPair key, String... names) {
        X509Certificate leaf = X509Signing.sign(
                X509Signing.named(names[0]), key, authorityName, authorityKey.getPrivate(), validity, names);
        return new PracticeCertificate(key.getPrivate(), List.of(leaf, authority));
    }

    private X509Signing.Validity current() {
        Instant from = clock.instant().minus(Duration.ofHours(1));
        return new X509Signing.Validity(from, from.plus(LIFETIME));
    }

    private static KeyPair newKey() {
        return X509Signing.newKey("secp256r1");
    }
}
