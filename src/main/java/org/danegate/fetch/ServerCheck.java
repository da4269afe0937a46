package org.danegate.fetch;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.danegate.address.DomainName;
import org.danegate.dane.CertificateNames;
import org.danegate.trust.PublicAuthorities;
import org.danegate.trust.ServerTrust;
import org.danegate.trust.UntrustedException;
import org.jspecify.annotations.Nullable;

/// The check of a server's certificate: a chain to a public authority, and a dNSName for the host. The platform's own
/// check of names would also take the common name, and wildcards that are only part of a label (RFC 8461 3.3).
final class ServerCheck {

    /// Why a certificate was refused.
    record Refusal(String code, String reason) {}

    private final DomainName host;
    private final @Nullable PublicAuthorities authorities;
    private volatile @Nullable Refusal refusal;
    private volatile boolean done;

    /// @param authorities null when any certificate will do
    ServerCheck(DomainName host, @Nullable PublicAuthorities authorities) {
        this.host = host;
        this.authorities = authorities;
    }

    /// TLS with this check.
    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Checking()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform has no TLS", e);
        }
    }

    @Nullable
    Refusal refusal() {
        return refusal;
    }

    /// Whether a certificate was accepted.
    boolean isDone() {
        return done;
    }

    private void check(List<X509Certificate> chain) throws CertificateException {
        if (authorities == null) {
            done = true;
            return;
        }
        try {
            authorities.check(chain);
        } catch (UntrustedException e) {
            refusal = new Refusal(
                    e.expired() ? "certificate-expired" : "certificate-not-trusted", String.valueOf(e.getMessage()));
            throw e;
        }
        if (!CertificateNames.alternativeMatches(chain.getFirst(), List.of(host))) {
            String reason = "its names " + CertificateNames.of(chain.getFirst()) + " do not cover " + host;
            refusal = new Refusal("certificate-name", reason);
            throw new CertificateException(reason);
        }
        done = true;
    }

    private final class Checking extends ServerTrust {

        @Override
        protected void check(List<X509Certificate> chain, @Nullable Socket socket) throws CertificateException {
            ServerCheck.this.check(chain);
        }
    }
}
