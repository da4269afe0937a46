package org.danegate.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/// The origin of a sign-in: the address, and the browser's cookie from earlier sign-ins.
final class SignInDetails extends WebAuthenticationDetails {

    private static final long serialVersionUID = 1L;

    private final @Nullable String knownBrowser;

    SignInDetails(HttpServletRequest request) {
        super(request);
        this.knownBrowser = KnownBrowsers.cookieOf(request);
    }

    /// The cookie of [KnownBrowsers] as it arrived.
    @Nullable
    String knownBrowser() {
        return knownBrowser;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other)
                && other instanceof SignInDetails details
                && Objects.equals(knownBrowser, details.knownBrowser);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), knownBrowser);
    }
}
