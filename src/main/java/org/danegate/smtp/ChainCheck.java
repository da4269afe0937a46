package org.danegate.smtp;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

/// The caller's word on a peer's certificates, asked during the real handshake.
@FunctionalInterface
public interface ChainCheck {

    /// Any certificate will do.
    ChainCheck NONE = chain -> {};

    /// Returns when the chain is good.
    ///
    /// @param chain certificates as sent, the peer's own first
    /// @throws CertificateException with the reason in words when it is not: the handshake ends with an alert
    void check(List<X509Certificate> chain) throws CertificateException;
}
