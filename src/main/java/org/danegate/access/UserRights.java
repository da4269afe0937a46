package org.danegate.access;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a user may do: the role, and whether the user may sign in at all.
record UserRights(Role role, boolean enabled) {

    /// The changes of a user for the audit log: values before and after, one a line.
    ///
    /// @param before null for a new user
    /// @param after null for a deleted one
    static String differences(@Nullable UserRights before, @Nullable UserRights after) {
        List<String> lines = new ArrayList<>();
        difference(
                "role",
                before == null ? "" : before.role().label(),
                after == null ? "" : after.role().label(),
                lines);
        difference("enabled", before == null ? "" : before.yesNo(), after == null ? "" : after.yesNo(), lines);
        return String.join("\n", lines);
    }

    private static void difference(String what, String before, String after, List<String> lines) {
        if (!before.equals(after)) {
            lines.add(what + ": " + before + " → " + after);
        }
    }

    private String yesNo() {
        return enabled ? "yes" : "no";
    }
}
