package org.danegate.console;

/// The appliance's top-level menus, in its order.
public enum MenuSection {
    MONITOR("Monitor"),
    MAIL_POLICIES("Mail Policies"),
    NETWORK("Network"),
    SYSTEM_ADMINISTRATION("System Administration");

    private final String label;

    MenuSection(String label) {
        this.label = label;
    }

    /// The words shown.
    public String label() {
        return label;
    }
}
