package org.danegate.trust;

import java.security.cert.CertificateException;

/// No trusted authority vouches for a chain now.
public final class UntrustedException extends CertificateException {

    private static final long serialVersionUID = 1L;
    private static final int DEEPEST = 10;

    private final boolean expired;

    UntrustedException(CertificateException cause, boolean expired) {
        super("no chain to a trusted certificate authority: " + rootOf(cause).getMessage(), cause);
        this.expired = expired;
    }

    /// The platform wraps the reason several times, and repeats the names of its classes.
    private static Throwable rootOf(Throwable e) {
        Throwable root = e;
        for (int i = 0; i < DEEPEST && root.getCause() != null; i++) {
            root = root.getCause();
        }
        return root;
    }

    /// Whether a certificate of the chain is out of date, and not that its authority is unknown.
    public boolean expired() {
        return expired;
    }
}
