package org.danegate.event;

/// What a message itself asks of TLS on its way (RFC 8689). The order of the constants is part of the queue's and of
/// Message Tracking's format.
public enum TlsTag {
    /// Nothing: the destination decides.
    NONE,
    /// REQUIRETLS: only over verified TLS, and only to servers that promise the same.
    REQUIRETLS,
    /// REQUIRETLS of a message with the null sender: it is tried, and its lack does not discard the message
    /// (section 5).
    REQUIRETLS_IF_OFFERED,
    /// The field `TLS-Required: No`: the recipient's policies (DANE Opportunistic, MTA-STS) are not binding.
    NOT_REQUIRED;

    /// Whether it is REQUIRETLS in either form.
    public boolean isRequireTls() {
        return this == REQUIRETLS || this == REQUIRETLS_IF_OFFERED;
    }
}
