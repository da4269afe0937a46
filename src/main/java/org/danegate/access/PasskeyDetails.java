package org.danegate.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/// The origin of a sign-in with a passkey: the address, and which passkey it was. It stays with the user between the
/// steps, because a passkey is both factors.
final class PasskeyDetails extends WebAuthenticationDetails {

    private static final long serialVersionUID = 1L;

    private final String label;

    /// @param label what the passkey is called
    PasskeyDetails(HttpServletRequest request, String label) {
        super(request);
        this.label = label;
    }

    /// What the passkey is called with which somebody signs in; empty for a sign-in by other ways.
    static Optional<String> labelOf(@Nullable Authentication somebody) {
        return somebody != null && somebody.getDetails() instanceof PasskeyDetails details
                ? Optional.of(details.label)
                : Optional.empty();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other) && other instanceof PasskeyDetails details && label.equals(details.label);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), label);
    }
}
