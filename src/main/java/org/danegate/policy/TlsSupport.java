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

    /// How much it insists on, from 0: the higher one holds mail where the lower one sends it.
    int strength() {
        return switch (this) {
            case NONE -> 0;
            case PREFERRED -> 1;
            case PREFERRED_VERIFY -> 2;
            case REQUIRED -> 3;
            case REQUIRED_VERIFY -> 4;
            case REQUIRED_VERIFY_HOSTED_DOMAINS -> 5;
        };
    }

    /// Whether it insists on less than the other one.
    public boolean isWeakerThan(TlsSupport other) {
        return strength() < other.strength();
    }

    /// The appliance's words for it.
    public String label() {
        return label;
    }
}
