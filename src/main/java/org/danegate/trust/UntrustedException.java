package org.danegate.trust;

import java.security.cert.CertificateException;

/// No trusted authority vouches for a chain now.
public final class UntrustedException extends CertificateException {

    private static final long serialVersionUID = 1L;

    private final boolean expired;

    UntrustedException(CertificateException cause, boolean expired) {
        super("no chain to a trusted certificate authority: " + cause.getMessage(), cause);
        this.expired = expired;
    }

    /// Whether a certificate of the chain is out of date, and not that its authority is unknown.
    public boolean expired() {
        return expired;
    }
}
