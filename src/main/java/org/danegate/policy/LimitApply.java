package org.danegate.policy;

/// Whether limits hold for the system or for each virtual gateway.
public enum LimitApply {
    SYSTEM_WIDE("System Wide"),
    EACH_VIRTUAL_GATEWAY("Each Virtual Gateway");

    private final String label;

    LimitApply(String label) {
        this.label = label;
    }

    /// The appliance's words for it.
    public String label() {
        return label;
    }
}
