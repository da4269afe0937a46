package org.danegate.policy;

/// The address family to try first, or the only one.
public enum IpAddressPreference {
    PREFER_V6("IPv6 Preferred"),
    REQUIRE_V6("IPv6 Required"),
    PREFER_V4("IPv4 Preferred"),
    REQUIRE_V4("IPv4 Required");

    private final String label;

    IpAddressPreference(String label) {
        this.label = label;
    }

    /// The appliance's words for it.
    public String label() {
        return label;
    }
}
