package org.danegate.policy;

/// What limits count: the whole domain or each MX address.
public enum LimitType {
    DOMAIN("Entire Domain"),
    MX_IP("Each Mail Exchanger (MX) IP address");

    private final String label;

    LimitType(String label) {
        this.label = label;
    }

    /// The appliance's words for it.
    public String label() {
        return label;
    }
}
