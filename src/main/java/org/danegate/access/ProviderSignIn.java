package org.danegate.access;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Consumer;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.client.OAuth2LoginConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

/// Signing in by an identity provider (OpenID Connect, authorization code with state, nonce and PKCE): where it begins,
/// and where it leads to.
final class ProviderSignIn {

    private static final String BEGIN = OAuth2AuthorizationRequestRedirectFilter.DEFAULT_AUTHORIZATION_REQUEST_BASE_URI;
    private static final String FORGOTTEN = "authorization_request_not_found";

    private final IdentityProviders providers;
    private final ProviderSettings settings;
    private final SignInResponses responses;
    private final Audit audit;

    ProviderSignIn(IdentityProviders providers, ProviderSettings settings, SignInResponses responses, Audit audit) {
        this.providers = providers;
        this.settings = settings;
        this.responses = responses;
        this.audit = audit;
    }

    /// Whether there is a provider.
    boolean isOn() {
        return !providers.isEmpty();
    }

    /// Adds the filters that send a browser to a provider and take it back.
    void into(OAuth2LoginConfigurer<HttpSecurity> login) {
        DefaultOAuth2AuthorizationRequestResolver begin =
                new DefaultOAuth2AuthorizationRequestResolver(providers, BEGIN);
        begin.setAuthorizationRequestCustomizer(
                OAuth2AuthorizationRequestCustomizers.withPkce().andThen(authenticationContext()));
        login.loginPage("/sign-in")
                .clientRegistrationRepository(providers)
                .authorizedClientRepository(new NoStoredTokens())
                .authorizationEndpoint(endpoint -> endpoint.authorizationRequestResolver(begin))
                .successHandler(this::signedIn)
                .failureHandler(this::failed)
                .withObjectPostProcessor(new ObjectPostProcessor<OAuth2AuthorizationRequestRedirectFilter>() {
                    @Override
                    public <F extends OAuth2AuthorizationRequestRedirectFilter> F postProcess(F filter) {
                        filter.setAuthenticationFailureHandler(ProviderSignIn.this::notBegun);
                        return filter;
                    }
                });
    }

    private Consumer<OAuth2AuthorizationRequest.Builder> authenticationContext() {
        String wanted = settings.acrValues().strip();
        return request -> {
            if (!wanted.isEmpty()) {
                request.additionalParameters(more -> more.put("acr_values", wanted));
            }
        };
    }

    private void signedIn(HttpServletRequest request, HttpServletResponse response, Authentication somebody)
            throws IOException, ServletException {
        String how = " by the identity provider";
        if (somebody.getPrincipal() instanceof ProviderUser user) {
            how += " as " + user.given().role().label() + ", because the claim " + settings.roleClaim() + " has \""
                    + user.given().value() + "\"";
        }
        responses.signedInByProvider(request, response, somebody, how);
    }

    /// Tells the user why, without the words of the provider: anybody can put any words into that address.
    private void failed(HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
            throws IOException {
        if (exception instanceof ProviderUsers.Refused refused) {
            audit.record(
                    refused.who(),
                    "failed to sign in from " + request.getRemoteAddr() + " by the identity provider: "
                            + why(refused.why()));
            responses.refusedByProvider(request, response, refused.why());
        } else if (exception instanceof OAuth2AuthenticationException known
                && FORGOTTEN.equals(known.getError().getErrorCode())) {
            response.sendRedirect(request.getContextPath() + "/sign-in?again");
        } else {
            responses.providerFailed(request, exception);
            responses.refusedByProvider(request, response, ProviderRefusal.FAILED);
        }
    }

    private String why(ProviderRefusal refusal) {
        return switch (refusal) {
            case NO_ROLE -> "no value of the claim " + settings.roleClaim() + " gives a role";
            case DISABLED -> "the user is disabled";
            case SECOND_FACTOR -> "no second factor in the claims amr and acr";
            case FAILED, UNREACHABLE -> refusal.word();
        };
    }

    private void notBegun(HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
            throws IOException {
        responses.refusedByProvider(request, response, ProviderRefusal.UNREACHABLE);
    }
}
