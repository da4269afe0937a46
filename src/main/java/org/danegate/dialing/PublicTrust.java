package org.danegate.dialing;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.danegate.dane.CertificateNames;
import org.danegate.trust.PublicAuthorities;

/// Checks certificates for TLS Support with Verify: a chain to a public authority and a matching name.
final class PublicTrust {

    private final PublicAuthorities authorities;

    PublicTrust(PublicAuthorities authorities) {
        this.authorities = authorities;
    }

    /// @param names names to look for
    /// @throws CertificateException with the reason in words; an [org.danegate.trust.UntrustedException] when no
    ///     authority vouches for the chain
    void check(List<X509Certificate> chain, VerifiedNames names) throws CertificateException {
        authorities.check(chain);
        X509Certificate leaf = chain.getFirst();
        if (!names.match(leaf)) {
            throw new CertificateException("certificate names " + CertificateNames.of(leaf) + " do not match " + names);
        }
    }
}
