package org.danegate.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The parts that the layout shows around a page; the model attribute `console`.
///
/// @param menu the groups the user may see, in the appliance's order
/// @param pending changes not yet committed
/// @param node this node's name
/// @param version the product's version
/// @param theme `auto`, `light` or `dark`
/// @param user the signed-in user; null when nobody is signed in
/// @param notices notices from other rooms for this page
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
    /// @param label short name of what it watches
    /// @param text its state, in a sentence
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

    /// The signed-in user.
    ///
    /// @param role the role in words
    /// @param operator true when changes are allowed
    /// @param reader true when the user may look at pages outside Monitor
    public record User(String name, String role, boolean operator, boolean reader) {

        /// A user who may look at every page.
        public User(String name, String role, boolean operator) {
            this(name, role, operator, true);
        }
    }
}
