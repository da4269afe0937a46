package org.danegate.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.client.OidcLogoutConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.session.SessionInformation;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.oauth2.client.oidc.authentication.logout.OidcLogoutToken;
import org.springframework.security.oauth2.client.oidc.session.InMemoryOidcSessionRegistry;
import org.springframework.security.oauth2.client.oidc.session.OidcSessionInformation;
import org.springframework.security.oauth2.client.oidc.session.OidcSessionRegistry;
import org.springframework.security.web.authentication.logout.LogoutHandler;

/// Ends sessions here when the identity provider reports that a user has signed out there (OpenID Connect Back-Channel
/// Logout 1.0, section 2.5). Spring Security takes the report at `/logout/connect/back-channel/{registrationId}` and
/// verifies its token; a token that does not hold is answered with 400. A token with a session (`sid`) ends that
/// session, one with only a subject (`sub`) ends all of the user's sessions by this provider.
final class BackChannelSignOut implements LogoutHandler {

    private final IdentityProviders providers;
    private final SessionRegistry sessions;
    private final Audit audit;
    private final OidcSessionRegistry atProvider = new InMemoryOidcSessionRegistry();

    BackChannelSignOut(IdentityProviders providers, SessionRegistry sessions, Audit audit) {
        this.providers = providers;
        this.sessions = sessions;
        this.audit = audit;
    }

    /// Adds the filter that takes reports; sign-ins by the provider are remembered from then on.
    void into(OidcLogoutConfigurer<HttpSecurity> logout) {
        logout.clientRegistrationRepository(providers)
                .oidcSessionRegistry(atProvider)
                .backChannel(channel -> channel.logoutHandler(this));
    }

    @Override
    public void logout(
            HttpServletRequest request, HttpServletResponse response, @Nullable Authentication authentication) {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (authentication == null || !(authentication.getPrincipal() instanceof OidcLogoutToken token)) {
            return;
        }
        Map<String, Integer> ended = new TreeMap<>();
        for (OidcSessionInformation one : atProvider.removeSessionInformation(token)) {
            SessionInformation session = sessions.getSessionInformation(one.getSessionId());
            if (session != null && !session.isExpired()) {
                session.expireNow();
                ended.merge(one.getPrincipal().getName(), 1, Integer::sum);
            }
        }
        ended.forEach((user, count) ->
                audit.record(user, "signed out at the identity provider; sessions that ended here: " + count));
    }
}
