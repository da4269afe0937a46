package org.danegate.dns.anchor;

/// The state of a key of the root (RFC 5011 section 4.1). The state Start has no value: such a key is not listed.
public enum KeyState {
    /// Seen in a validated key set, not trusted before its hold-down time is over.
    ADD_PEND("AddPend"),
    /// Trusted and present.
    VALID("Valid"),
    /// Trusted, though absent from the last validated key set.
    MISSING("Missing"),
    /// Revoked by itself; never trusted again.
    REVOKED("Revoked"),
    /// Revoked and gone for its hold-down time; kept so that it can never come back.
    REMOVED("Removed");

    private final String label;

    KeyState(String label) {
        this.label = label;
    }

    /// The word of RFC 5011.
    public String label() {
        return label;
    }

    /// True for the states whose keys validate the root.
    public boolean trusted() {
        return this == VALID || this == MISSING;
    }
}
