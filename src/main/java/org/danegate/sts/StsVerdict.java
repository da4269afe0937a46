package org.danegate.sts;

import org.danegate.address.OutsideText;

/// Whether a session met the policy of a domain (RFC 8461 section 4).
public sealed interface StsVerdict {

    /// One sentence or phrase for people.
    String reason();

    /// The host is one that the policy names, and its certificate is valid for it.
    record Success(String reason) implements StsVerdict {}

    /// The session did not meet the policy.
    ///
    /// @param enforced whether it kept mail from the host; false in mode testing
    record Failed(Cause cause, String reason, boolean enforced) implements StsVerdict {

        private static final int MOST_REASON = 1000;

        public Failed {
            reason = OutsideText.brief(reason, MOST_REASON);
        }
    }

    /// What failed (RFC 8460 section 4.3).
    enum Cause {
        /// No `mx` pattern covers the host.
        MX_MISMATCH,
        /// STARTTLS was not offered, or was refused.
        NO_STARTTLS,
        /// TLS could not be established.
        HANDSHAKE,
        /// The certificate, or one above it, is out of date.
        CERTIFICATE_EXPIRED,
        /// The certificate is for other names.
        CERTIFICATE_NAME,
        /// There is no path to a public certificate authority.
        CERTIFICATE_NOT_TRUSTED
    }
}
