package org.danegate.access.web;

import static java.util.Objects.requireNonNullElse;

/// What the page for the own password holds.
///
/// @param current the password so far
/// @param password the new one
/// @param repeated the new one again
record PasswordForm(String current, String password, String repeated) {

    /// What was not sent arrives as null.
    PasswordForm {
        current = requireNonNullElse(current, "");
        password = requireNonNullElse(password, "");
        repeated = requireNonNullElse(repeated, "");
    }
}
