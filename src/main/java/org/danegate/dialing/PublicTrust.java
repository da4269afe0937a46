package org.danegate.dialing;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.danegate.dane.CertificateNames;
import org.jspecify.annotations.Nullable;

/// Checks certificates for TLS Support with Verify: a chain to a public authority and a matching name.
final class PublicTrust {

    /// JSSE's name for a key exchange in which the certificate only signs, as in each one with forward secrecy. The
    /// name of the key's algorithm is none: `EC` is refused, and `RSA` asks for a key that may encrypt.
    private static final String SIGNATURE = "UNKNOWN";

    private final X509TrustManager authorities;

    /// Trusts the authorities of the platform.
    PublicTrust() {
        this(null);
    }

    /// @param roots the authorities to trust; null for those of the platform
    PublicTrust(@Nullable KeyStore roots) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(roots);
            authorities = Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .map(X509TrustManager.class::cast)
                    .findFirst()
                    .orElseThrow();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform's certificate authorities cannot be read", e);
        }
    }

    /// @param names names to look for
    /// @throws CertificateException with the reason in words
    void check(List<X509Certificate> chain, VerifiedNames names) throws CertificateException {
        X509Certificate leaf = chain.getFirst();
        try {
            authorities.checkServerTrusted(chain.toArray(X509Certificate[]::new), SIGNATURE);
        } catch (CertificateException e) {
            throw new CertificateException("no chain to a trusted certificate authority: " + e.getMessage(), e);
        }
        if (!names.match(leaf)) {
            throw new CertificateException("certificate names " + CertificateNames.of(leaf) + " do not match " + names);
        }
    }
}
