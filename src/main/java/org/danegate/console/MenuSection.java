package org.danegate.console;

import java.util.Locale;

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

    /// Key of its words in the reader's language.
    String key() {
        return "menu.section." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
