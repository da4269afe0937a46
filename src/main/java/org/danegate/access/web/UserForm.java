package org.danegate.access.web;

import static java.util.Objects.requireNonNullElse;

import org.danegate.access.GivenPassword;
import org.danegate.access.Role;
import org.jspecify.annotations.Nullable;

/// What the user form holds; checked by {@link org.danegate.access.Users}.
///
/// @param name name to sign in with
/// @param password empty on the form that changes a user
/// @param role what the user may do; null when the form did not say
/// @param enabled whether the user may sign in
/// @param once whether the password given is good for one sign-in only
record UserForm(String name, String password, @Nullable Role role, Boolean enabled, Boolean once) {

    /// What was not sent arrives as null.
    UserForm {
        name = requireNonNullElse(name, "");
        password = requireNonNullElse(password, "");
        enabled = requireNonNullElse(enabled, false);
        once = requireNonNullElse(once, false);
    }

    GivenPassword givenPassword() {
        return new GivenPassword(password, once);
    }
}
