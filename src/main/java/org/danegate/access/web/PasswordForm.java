package org.danegate.access.web;

import static java.util.Objects.requireNonNullElse;

/// The fields of the page for the user's own password.
///
/// @param current the current password
/// @param password the new one
/// @param repeated the new one again
record PasswordForm(String current, String password, String repeated) {

    /// Fields that were not sent arrive as null.
    PasswordForm {
        current = requireNonNullElse(current, "");
        password = requireNonNullElse(password, "");
        repeated = requireNonNullElse(repeated, "");
    }
}
