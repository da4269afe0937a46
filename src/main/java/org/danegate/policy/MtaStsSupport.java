package org.danegate.policy;

/// MTA-STS Support of a destination (RFC 8461).
public enum MtaStsSupport {
    /// Policies are not looked up.
    NONE("None"),
    /// A policy that a domain publishes is followed where DANE does not decide.
    OPPORTUNISTIC("Opportunistic");

    private final String label;

    MtaStsSupport(String label) {
        this.label = label;
    }

    /// The word for people.
    public String label() {
        return label;
    }
}
