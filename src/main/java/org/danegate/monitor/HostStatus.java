package org.danegate.monitor;

/// Latest Host Status in the appliance's words.
public enum HostStatus {
    /// The last attempt connected, even if the reply was 4xx or 5xx.
    UP("Up"),
    /// The last attempt could not connect to any host.
    DOWN("Down"),
    /// No attempt since start.
    UNKNOWN("Unknown");

    private final String label;

    HostStatus(String label) {
        this.label = label;
    }

    /// The word shown.
    public String label() {
        return label;
    }
}
