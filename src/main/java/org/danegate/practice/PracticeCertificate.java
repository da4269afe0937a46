package org.danegate.practice;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.danegate.dns.answer.TlsaRecord;
import org.danegate.smtp.TlsLimits;

/// A certificate with its key and the chain that a server sends.
///
/// @param key of the first certificate
/// @param chain the leaf first, its issuer last; the same one when self-signed
public record PracticeCertificate(PrivateKey key, List<X509Certificate> chain) {
    private static final char[] NO_PASSWORD = {};

    static {
        TlsLimits.set();
    }

    public PracticeCertificate {
        chain = List.copyOf(chain);
    }

    /// The certificate of the server itself.
    public X509Certificate leaf() {
        return chain.getFirst();
    }

    /// The TLSA record that matches this certificate (RFC 6698 section 2.1): usages 1 and 3 take the leaf, 0 and 2
    /// the last of the chain.
    ///
    /// @param usage 0 to 3
    /// @param selector 0 the whole certificate, 1 its public key
    /// @param matchingType 0 in full, 1 SHA-256, 2 SHA-512
    public TlsaRecord tlsa(int usage, int selector, int matchingType) {
        X509Certificate subject = usage == 0 || usage == 2 ? chain.getLast() : chain.getFirst();
        try {
            byte[] selected = selector == 0
                    ? subject.getEncoded()
                    : subject.getPublicKey().getEncoded();
            byte[] data = switch (matchingType) {
                case 0 -> selected;
                case 1 -> MessageDigest.getInstance("SHA-256").digest(selected);
                case 2 -> MessageDigest.getInstance("SHA-512").digest(selected);
                default -> throw new IllegalArgumentException("matching type " + matchingType);
            };
            return new TlsaRecord(usage, selector, matchingType, data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot digest a certificate", e);
        }
    }

    /// A new TLS context of a server with this certificate.
    public SSLContext serverContext() {
        try {
            // In memory only: a PKCS #12 store would stretch a password for each connection, which takes a tenth of
            // a second.
            KeyStore store = KeyStore.getInstance("JKS");
            store.load(null, NO_PASSWORD);
            store.setKeyEntry("server", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no TLS context", e);
        }
    }

    @Override
    public String toString() {
        return "certificate of " + leaf().getSubjectX500Principal();
    }
}
