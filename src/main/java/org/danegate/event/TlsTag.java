package org.danegate.event;

/// What a message itself asks of TLS on its way (RFC 8689).
public enum TlsTag {
    /// Nothing: the destination decides.
    NONE,
    /// REQUIRETLS: only over verified TLS, and only to servers that promise the same.
    REQUIRETLS,
    /// REQUIRETLS of a message with the null sender: it is tried, and its lack does not discard the message
    /// (section 5).
    REQUIRETLS_IF_OFFERED,
    /// The field `TLS-Required: No`: the recipient's policies (DANE Opportunistic, MTA-STS) are not binding.
    NOT_REQUIRED,
    /// A TLS report (RFC 8460 section 3): as NOT_REQUIRED, and what the administrator asks of TLS is not binding
    /// either where the settings of TLS reports say so.
    REPORT;

    /// The tag in two bits, as files keep it. A report has those of NOT_REQUIRED; where the difference matters,
    /// files keep a mark of their own.
    public int bits() {
        return switch (this) {
            case NONE -> 0;
            case REQUIRETLS -> 1;
            case REQUIRETLS_IF_OFFERED -> 2;
            case NOT_REQUIRED, REPORT -> 3;
        };
    }

    /// The tag of the two lowest bits.
    public static TlsTag ofBits(int bits) {
        return switch (bits & 3) {
            case 1 -> REQUIRETLS;
            case 2 -> REQUIRETLS_IF_OFFERED;
            case 3 -> NOT_REQUIRED;
            default -> NONE;
        };
    }

    /// Whether the policies of receivers are not binding.
    public boolean ignoresPolicies() {
        return this == NOT_REQUIRED || this == REPORT;
    }

    /// Whether it is REQUIRETLS in either form.
    public boolean isRequireTls() {
        return this == REQUIRETLS || this == REQUIRETLS_IF_OFFERED;
    }
}
