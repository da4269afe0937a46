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
/// @param lights lights of the top bar
public record Frame(
        List<Group> menu,
        int pending,
        String node,
        String version,
        String theme,
        @Nullable User user,
        List<String> notices,
        List<Shown> lights) {

    public Frame {
        menu = List.copyOf(menu);
        notices = List.copyOf(notices);
        lights = List.copyOf(lights);
    }

    /// A frame without lights.
    public Frame(
            List<Group> menu,
            int pending,
            String node,
            String version,
            String theme,
            @Nullable User user,
            List<String> notices) {
        this(menu, pending, node, version, theme, user, notices, List.of());
    }

    /// A light in words.
    ///
    /// @param label what it is, short
    /// @param text how it is, a sentence
    public record Shown(String label, String text, FrameLight.State state, String path) {}

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
    /// @param reader true when pages outside of Monitor may be looked at
    public record User(String name, String role, boolean operator, boolean reader) {

        /// Somebody who may look at every page.
        public User(String name, String role, boolean operator) {
            this(name, role, operator, true);
        }
    }
}
