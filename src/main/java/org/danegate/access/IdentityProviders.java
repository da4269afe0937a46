package org.danegate.access;

import java.net.InetAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientProperties;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientPropertiesMapper;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.oidc.OidcScopes;

/// The identity providers of `spring.security.oauth2.client.*`. Each is asked for its endpoints when it is needed, not
/// at the start, so that the gateway starts without it.
public final class IdentityProviders implements ClientRegistrationRepository {

    private static final String CALLBACK = "/login/oauth2/code/{registrationId}";

    private final Map<String, DiscoveredProvider> providers = new LinkedHashMap<>();
    private final Map<String, String> names = new LinkedHashMap<>();
    private final String publicUrl;

    /// A provider on the sign-in page.
    ///
    /// @param id part of the address that begins the sign-in
    /// @param name words for its button
    /// @param out whether it could not be used when it was asked last
    public record Choice(String id, String name, boolean out) {}

    /// @param publicUrl address of the console as browsers have it; empty to take it from each request
    /// @throws IllegalArgumentException when a provider has no issuer, or one whose answers anybody could forge
    IdentityProviders(OAuth2ClientProperties settings, String publicUrl, InstantSource clock) {
        this.publicUrl = publicUrl.replaceFirst("/+$", "");
        settings.getRegistration().forEach((id, registration) -> {
            OAuth2ClientProperties one = alone(id, registration, settings);
            String name = registration.getClientName();
            names.put(id, name == null || name.isBlank() ? id : name);
            providers.put(id, new DiscoveredProvider(id, () -> discover(id, one), clock));
        });
    }

    /// Whether anybody can sign in by a provider.
    public boolean isEmpty() {
        return providers.isEmpty();
    }

    /// The providers in the order of the settings. Does not wait for any of them.
    public List<Choice> choices() {
        return providers.entrySet().stream()
                .map(one -> new Choice(
                        one.getKey(),
                        Objects.requireNonNull(names.get(one.getKey())),
                        one.getValue().isOut()))
                .toList();
    }

    /// Waits for the provider's answer when it has not been asked; null when it does not answer.
    @Override
    public @Nullable ClientRegistration findByRegistrationId(String id) {
        DiscoveredProvider provider = providers.get(id);
        return provider == null ? null : provider.registration().orElse(null);
    }

    private ClientRegistration discover(String id, OAuth2ClientProperties settings) {
        ClientRegistration found = Objects.requireNonNull(new OAuth2ClientPropertiesMapper(settings)
                .asClientRegistrations()
                .get(id));
        ClientRegistration.Builder fitted = ClientRegistration.withClientRegistration(found);
        if (found.getScopes() == null || found.getScopes().isEmpty()) {
            fitted.scope(OidcScopes.OPENID, OidcScopes.PROFILE);
        }
        OAuth2ClientProperties.Registration registration =
                settings.getRegistration().get(id);
        if (!publicUrl.isEmpty() && registration != null && registration.getRedirectUri() == null) {
            fitted.redirectUri(publicUrl + CALLBACK);
        }
        return fitted.build();
    }

    /// The settings of one registration, so that a fault of one provider is not another's.
    private static OAuth2ClientProperties alone(
            String id, OAuth2ClientProperties.Registration registration, OAuth2ClientProperties settings) {
        String name = registration.getProvider() == null ? id : registration.getProvider();
        OAuth2ClientProperties.Provider provider = settings.getProvider().get(name);
        String issuer = provider == null ? null : provider.getIssuerUri();
        if (provider == null || issuer == null) {
            throw new IllegalArgumentException("danegate.oidc: spring.security.oauth2.client.provider." + name
                    + ".issuer-uri must be set: users are known by their issuer.");
        }
        demandSafe(issuer, name);
        Set<String> scopes = registration.getScope();
        if (scopes != null && !scopes.isEmpty() && !scopes.contains(OidcScopes.OPENID)) {
            throw new IllegalArgumentException(
                    "danegate.oidc: spring.security.oauth2.client.registration." + id + ".scope must contain openid.");
        }
        OAuth2ClientProperties one = new OAuth2ClientProperties();
        one.getRegistration().put(id, registration);
        one.getProvider().put(name, provider);
        return one;
    }

    private static void demandSafe(String issuer, String name) {
        URI address = URI.create(issuer);
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !(scheme.equals("http") && isThisMachine(address.getHost()))) {
            throw new IllegalArgumentException("danegate.oidc: spring.security.oauth2.client.provider." + name
                    + ".issuer-uri must begin with https: without TLS, others could sign in as anybody.");
        }
    }

    private static boolean isThisMachine(@Nullable String host) {
        return "localhost".equals(host)
                || host != null
                        && host.matches("[0-9.]+|\\[.*]")
                        && InetAddress.ofLiteral(host).isLoopbackAddress();
    }
}
