package org.danegate.access;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/// What is left to do for somebody whose password was right. Until then the step stands in the place of the role, so
/// every rule that asks for a role refuses.
public enum SignInStep {
    /// A code of the authenticator app, or a recovery code.
    CODE("/sign-in/code"),
    /// A password of one's own instead of the one somebody else gave.
    NEW_PASSWORD("/sign-in/new-password");

    private final String path;

    SignInStep(String path) {
        this.path = path;
    }

    /// The page where it is done.
    public String path() {
        return path;
    }

    /// What stands in the place of the role.
    GrantedAuthority authority() {
        return new SimpleGrantedAuthority("STEP_" + name());
    }

    /// The step that is left for whoever asks, or empty for strangers and those who have signed in.
    public static Optional<SignInStep> leftFor(@Nullable Authentication somebody) {
        return somebody == null
                ? Optional.empty()
                : Arrays.stream(values())
                        .filter(step -> somebody.getAuthorities().contains(step.authority()))
                        .findFirst();
    }
}
