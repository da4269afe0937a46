package org.danegate.access.web;

import static java.util.Objects.requireNonNullElse;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.danegate.access.GivenPassword;
import org.danegate.access.Role;
import org.danegate.access.UserAccount;
import org.springframework.validation.BindingResult;

/// The fields of the user form, as sent. This class checks the choices; {@link org.danegate.access.Users} checks
/// the rest.
///
/// @param name name to sign in with
/// @param password empty on the form that changes a user
/// @param role what the user may do
/// @param enabled whether the user may sign in
/// @param once whether the given password is valid for only one sign-in
record UserForm(String name, String password, String role, String enabled, String once) {

    private static final Set<String> TICKED_OR_NOT = Set.of("true", "false");

    /// Fields that were not sent arrive as null.
    UserForm {
        name = requireNonNullElse(name, "");
        password = requireNonNullElse(password, "");
        role = requireNonNullElse(role, "");
        enabled = requireNonNullElse(enabled, "");
        once = requireNonNullElse(once, "false");
    }

    /// The form for a new user.
    static UserForm empty() {
        return new UserForm("", "", Role.READ_ONLY_OPERATOR.name(), "true", "true");
    }

    /// The form with the user's current values.
    static UserForm of(UserAccount user) {
        return new UserForm(user.getName(), "", user.getRole().name(), String.valueOf(user.isEnabled()), "true");
    }

    /// Adds a fault to each choice that the form did not offer.
    void checkChoices(BindingResult result) {
        if (chosenRole().isEmpty()) {
            result.rejectValue("role", "access.refused.role", "Role must be chosen.");
        }
        if (!TICKED_OR_NOT.contains(enabled)) {
            result.rejectValue("enabled", "form.choice", "Choose one of the values offered.");
        }
        if (!TICKED_OR_NOT.contains(once)) {
            result.rejectValue("once", "form.choice", "Choose one of the values offered.");
        }
    }

    Optional<Role> chosenRole() {
        return Arrays.stream(Role.values()).filter(r -> r.name().equals(role)).findFirst();
    }

    boolean isEnabled() {
        return enabled.equals("true");
    }

    GivenPassword givenPassword() {
        return new GivenPassword(password, once.equals("true"));
    }
}
