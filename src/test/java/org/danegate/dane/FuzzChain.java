package org.danegate.dane;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.danegate.address.DomainName;
import org.danegate.dns.answer.TlsaRecord;

/// A server's chain that is the same in every run: `mx.example.org`, the authority that issued it, and its root.
final class FuzzChain {

    static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    static final DomainName HOST = DomainName.parse("mx.example.org");
    static final List<X509Certificate> CHAIN = chain();

    private FuzzChain() {}

    private static List<X509Certificate> chain() {
        try (InputStream in = Objects.requireNonNull(FuzzChain.class.getResourceAsStream("/dane/chain.pem"))) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static X509Certificate leaf() {
        return CHAIN.getFirst();
    }

    /// The record that names a certificate.
    static TlsaRecord tlsa(int usage, int selector, int matchingType, X509Certificate certificate) {
        return new TlsaRecord(usage, selector, matchingType, association(selector, matchingType, certificate));
    }

    static byte[] association(int selector, int matchingType, X509Certificate certificate) {
        try {
            byte[] selected = selector == 0
                    ? certificate.getEncoded()
                    : certificate.getPublicKey().getEncoded();
            return switch (matchingType) {
                case 0 -> selected;
                case 1 -> MessageDigest.getInstance("SHA-256").digest(selected);
                case 2 -> MessageDigest.getInstance("SHA-512").digest(selected);
                default -> throw new IllegalArgumentException("matching type " + matchingType);
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static DaneVerdict match(List<TlsaRecord> usable, List<X509Certificate> chain) {
        return CertificateMatching.match(new DanePlan.Authenticate(HOST, usable, List.of(HOST), ""), chain, NOW);
    }
}
