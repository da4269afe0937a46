package org.danegate.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the layout shows around a page; the model attribute `console`.
///
/// @param menu the groups the user may see, in the appliance's order
/// @param pending changes not yet committed
/// @param node this node's name
/// @param version the product's version
/// @param theme `auto`, `light` or `dark`
/// @param user who is signed in; null when nobody is
/// @param notices what other rooms say on this page
public record Frame(
        List<Group> menu,
        int pending,
        String node,
        String version,
        String theme,
        @Nullable User user,
        List<String> notices) {

    public Frame {
        menu = List.copyOf(menu);
        notices = List.copyOf(notices);
    }

    /// One section of the menu.
    public record Group(String label, List<Entry> entries) {
        public Group {
            entries = List.copyOf(entries);
        }
    }

    /// One entry of the menu.
    ///
    /// @param current true when the page shown belongs to it
    public record Entry(String label, String path, boolean current) {}

    /// Who is signed in.
    ///
    /// @param role the role in words
    /// @param operator true when changes are allowed
    public record User(String name, String role, boolean operator) {}
}
