package org.danegate.dialing;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.trust.PublicAuthorities;

/// Verifies a certificate against public authorities and the name of the host: a dNSName equal to it, or a wildcard
/// that covers it. A common name does not count. REQUIRETLS asks for it (RFC 8689 4.2.1).
public final class HostIdentity {

    private final PublicTrust trust;

    public HostIdentity(PublicAuthorities authorities) {
        this.trust = new PublicTrust(authorities);
    }

    /// Whether the chain verifies.
    ///
    /// @param chain as the server sent it, its own certificate first
    /// @param host the MX host as the MX record names it, or the host of an SMTP route
    public boolean isVerified(List<X509Certificate> chain, DomainName host) {
        if (chain.isEmpty()) {
            return false;
        }
        try {
            trust.check(chain, new VerifiedNames.Host(host));
            return true;
        } catch (CertificateException notVerified) {
            return false;
        }
    }
}
