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
    NOT_REQUIRED;

    /// The tag in two bits, as files keep it.
    public int bits() {
        return switch (this) {
            case NONE -> 0;
            case REQUIRETLS -> 1;
            case REQUIRETLS_IF_OFFERED -> 2;
            case NOT_REQUIRED -> 3;
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

    /// Whether it is REQUIRETLS in either form.
    public boolean isRequireTls() {
        return this == REQUIRETLS || this == REQUIRETLS_IF_OFFERED;
    }
}
