package org.danegate.console;

import org.jspecify.annotations.Nullable;

/// One entry of the menu. Rooms contribute entries as Spring beans; the frame shows them by section, then order.
///
/// @param section the menu that contains it
/// @param label the words shown
/// @param path the page's address from the root, such as `/monitor/delivery-status`; pages below it mark the entry too
/// @param order place within the section, lower first; steps of ten leave room
/// @param role role needed to see the entry, such as `ADMINISTRATOR`; null when everyone who may look at the section
///     sees it: Monitor is for everybody, the other sections for Read-Only Operators and above
public record MenuEntry(
        MenuSection section,
        String label,
        String path,
        int order,
        @Nullable String role) {

    /// An entry for everyone who may look at its section.
    public MenuEntry(MenuSection section, String label, String path, int order) {
        this(section, label, path, order, null);
    }

    /// Key of its text in the reader's language.
    String key() {
        return "menu" + path.replace('/', '.');
    }

    /// True when a page at the address belongs to this entry.
    public boolean covers(String address) {
        return address.equals(path) || address.startsWith(path + "/");
    }
}
