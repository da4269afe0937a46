package org.danegate.policy;

/// DANE Support of a destination, as on the seed form.
public enum DaneSupport {
    NONE("None"),
    OPPORTUNISTIC("Opportunistic"),
    MANDATORY("Mandatory");

    private final String label;

    DaneSupport(String label) {
        this.label = label;
    }

    /// The appliance's words for it.
    public String label() {
        return label;
    }
}
