package org.danegate.smtp;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

/// The caller's decision on a peer's certificates, made during the real handshake.
@FunctionalInterface
public interface ChainCheck {

    /// Accepts any certificate.
    ChainCheck NONE = chain -> {};

    /// Returns when the chain is acceptable.
    ///
    /// @param chain certificates as sent, the peer's own first
    /// @throws CertificateException when it is not, with the reason in words: the handshake ends with an alert
    void check(List<X509Certificate> chain) throws CertificateException;
}
