package org.danegate.access;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/// The step that remains after the right password. Until it is done, the user has the step instead of a role, so every
/// rule that requires a role refuses.
public enum SignInStep {
    /// A code of the authenticator app, or a recovery code.
    CODE("/sign-in/code"),
    /// A password of one's own instead of the one somebody else gave.
    NEW_PASSWORD("/sign-in/new-password"),
    /// A passkey, where the role needs a second factor and passkeys are what the user has.
    PASSKEY("/sign-in/with-passkey"),
    /// A second factor set up, where the role needs one and the user has none.
    ENROL("/sign-in/two-step");

    private final String path;

    SignInStep(String path) {
        this.path = path;
    }

    /// The page for the step.
    public String path() {
        return path;
    }

    /// The authority that replaces the role.
    GrantedAuthority authority() {
        return new SimpleGrantedAuthority("STEP_" + name());
    }

    /// The remaining step of the sender; empty for strangers and for users who have signed in.
    public static Optional<SignInStep> leftFor(@Nullable Authentication somebody) {
        return somebody == null
                ? Optional.empty()
                : Arrays.stream(values())
                        .filter(step -> somebody.getAuthorities().contains(step.authority()))
                        .findFirst();
    }
}
