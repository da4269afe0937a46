package org.danegate.policy;

/// TLS Support of a destination, as on the seed form.
public enum TlsSupport {
    NONE("None"),
    PREFERRED("Preferred"),
    REQUIRED("Required"),
    PREFERRED_VERIFY("Preferred - Verify"),
    REQUIRED_VERIFY("Required - Verify"),
    REQUIRED_VERIFY_HOSTED_DOMAINS("Required - Verify Hosted Domains");

    private final String label;

    TlsSupport(String label) {
        this.label = label;
    }

    /// The appliance's words for it.
    public String label() {
        return label;
    }
}
