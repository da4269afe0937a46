package org.danegate.access;

import java.time.InstantSource;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Cookie;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.session.SessionRegistry;

/// Wires signing in by identity providers. Without a registration in `spring.security.oauth2.client.*` nothing of it
/// is on.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ProviderSettings.class, OAuth2ClientProperties.class})
class ProviderConfiguration {

    /// @param publicUrl address of the console as browsers have it; empty to take it from each request
    @Bean
    IdentityProviders identityProviders(
            OAuth2ClientProperties properties,
            ProviderSettings settings,
            @Value("${danegate.console.public-url:}") String publicUrl,
            ObjectProvider<InstantSource> clock) {
        IdentityProviders providers =
                new IdentityProviders(properties, publicUrl, clock.getIfAvailable(InstantSource::system));
        if (!providers.isEmpty() && settings.claim().givesNothing()) {
            throw new IllegalArgumentException("danegate.oidc.roles: no value gives a role, so nobody could sign in by "
                    + "the identity provider. Set danegate.oidc.roles.administrator or one of the others.");
        }
        if (providers.isEmpty() && settings.only()) {
            throw new IllegalArgumentException("danegate.oidc.only is on and there is no identity provider: set "
                    + "spring.security.oauth2.client.registration and .provider, or leave it out.");
        }
        return providers;
    }

    /// @param roles roles whose users must show a second factor
    @Bean
    SecondFactorRule secondFactorRule(
            ProviderSettings settings, @Value("${" + SecondFactorRule.SETTING + ":}") Set<String> roles) {
        return SecondFactorRule.of(roles, settings);
    }

    @Bean
    PasswordRights passwordRights(ProviderSettings settings, @Value("${danegate.rescue-user:}") String rescued) {
        return new PasswordRights(settings.only(), settings.rescueAccount().strip(), rescued.strip());
    }

    @Bean
    ProviderAccounts providerAccounts(
            UserAccounts accounts, Users users, Audit audit, ObjectProvider<InstantSource> clock) {
        return new ProviderAccounts(accounts, users, audit, clock.getIfAvailable(InstantSource::system));
    }

    @Bean
    ProviderCheck providerCheck(ProviderSettings settings, SecondFactorRule secondFactor, ProviderAccounts accounts) {
        ProviderCalls calls = new ProviderCalls();
        return new ProviderCheck(
                calls.check(new ProviderUsers(calls.claims(), settings.claim(), secondFactor, accounts)));
    }

    @Bean
    ProviderSignIn providerSignIn(
            IdentityProviders providers, ProviderSettings settings, SignInResponses responses, Audit audit) {
        return new ProviderSignIn(providers, settings, responses, audit);
    }

    @Bean
    ProviderSignOut providerSignOut(
            IdentityProviders providers, @Value("${danegate.console.public-url:}") String publicUrl) {
        return new ProviderSignOut(providers, publicUrl);
    }

    @Bean
    BackChannelSignOut backChannelSignOut(IdentityProviders providers, SessionRegistry sessions, Audit audit) {
        return new BackChannelSignOut(providers, sessions, audit);
    }

    /// A browser that comes back from a provider comes from another site, and a strict cookie would stay at home:
    /// the session that began the sign-in would not be found.
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> cookieThatComesBack(IdentityProviders providers) {
        return factory -> {
            Cookie cookie = factory.getSettings().getSession().getCookie();
            if (!providers.isEmpty() && cookie.getSameSite() == Cookie.SameSite.STRICT) {
                cookie.setSameSite(Cookie.SameSite.LAX);
            }
        };
    }
}
