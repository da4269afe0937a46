package org.danegate.tlsrpt;

/// Which kind of policy applied to a session (RFC 8460 section 4.2).
public enum PolicyType {
    /// DANE.
    TLSA("tlsa"),
    /// MTA-STS.
    STS("sts"),
    /// Neither.
    NONE("no-policy-found");

    private final String word;

    PolicyType(String word) {
        this.word = word;
    }

    /// As in a report.
    public String word() {
        return word;
    }
}
