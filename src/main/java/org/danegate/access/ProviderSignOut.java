package org.danegate.access;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.web.authentication.logout.LogoutSuccessHandler;

/// Leads to the sign-in page after the session here has ended. Where the identity provider has an address for it
/// (OpenID Connect RP-Initiated Logout), that page leads on to it at once; a redirect of the form itself would be
/// refused by the browser, because our forms may only lead to ourselves.
public final class ProviderSignOut implements LogoutSuccessHandler {

    /// Session attribute: the address that ends the session at the provider.
    private static final String LEAD_ON = "danegate.provider-sign-out";

    private static final String SIGNED_OUT = "/sign-in?out";

    private final OidcClientInitiatedLogoutSuccessHandler atProvider;

    /// @param publicUrl address of the console as browsers have it; empty to take it from each request
    ProviderSignOut(IdentityProviders providers, String publicUrl) {
        this.atProvider = new OidcClientInitiatedLogoutSuccessHandler(providers);
        atProvider.setPostLogoutRedirectUri(
                (publicUrl.isEmpty() ? "{baseUrl}" : publicUrl.replaceFirst("/+$", "")) + SIGNED_OUT);
        atProvider.setDefaultTargetUrl(SIGNED_OUT);
        atProvider.setRedirectStrategy((request, response, address) -> {
            if (!address.equals(SIGNED_OUT)) {
                request.getSession().setAttribute(LEAD_ON, address);
            }
            response.sendRedirect(request.getContextPath() + SIGNED_OUT);
        });
    }

    @Override
    public void onLogoutSuccess(
            HttpServletRequest request, HttpServletResponse response, @Nullable Authentication authentication)
            throws IOException, ServletException {
        atProvider.onLogoutSuccess(request, response, authentication);
    }

    /// The address that the sign-in page leads on to, once.
    public static Optional<String> leadOn(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null || !(session.getAttribute(LEAD_ON) instanceof String address)) {
            return Optional.empty();
        }
        session.removeAttribute(LEAD_ON);
        return Optional.of(address);
    }
}
