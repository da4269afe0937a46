package org.danegate.access;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.oidc.authentication.OidcAuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.userinfo.DefaultOAuth2UserService;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.jose.jws.JwsAlgorithm;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/// What the console asks an identity provider directly when a browser returns from it: the tokens for the code, and
/// what it says about the user. Each waits a bounded time.
final class ProviderCalls {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final JdkClientHttpRequestFactory bounded;

    ProviderCalls() {
        this.bounded = new JdkClientHttpRequestFactory(
                HttpClient.newBuilder().connectTimeout(PATIENCE).build());
        bounded.setReadTimeout(PATIENCE);
    }

    /// Asks for the user's claims: those of the ID token and those of the user info.
    OidcUserService claims() {
        RestTemplate plain = new RestTemplate(bounded);
        plain.setErrorHandler(new OAuth2ErrorResponseErrorHandler());
        DefaultOAuth2UserService userInfo = new DefaultOAuth2UserService();
        userInfo.setRestOperations(plain);
        OidcUserService claims = new OidcUserService();
        claims.setOauth2UserService(userInfo);
        return claims;
    }

    /// Checks what a browser brought back: exchanges the code, verifies the ID token (OpenID Connect Core 3.1.3.7).
    AuthenticationProvider check(ProviderUsers users) {
        RestClientAuthorizationCodeTokenResponseClient tokens = new RestClientAuthorizationCodeTokenResponseClient();
        tokens.setRestClient(RestClient.builder()
                .requestFactory(bounded)
                .configureMessageConverters(converters -> converters
                        .addCustomConverter(new FormHttpMessageConverter())
                        .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
                .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
                .build());
        OidcIdTokenDecoderFactory decoders = new OidcIdTokenDecoderFactory();
        decoders.setJwsAlgorithmResolver(ProviderCalls::algorithm);
        OidcAuthorizationCodeAuthenticationProvider check =
                new OidcAuthorizationCodeAuthenticationProvider(tokens, users);
        check.setJwtDecoderFactory(decoders);
        return check;
    }

    /// RS256, which every provider must have, unless this one says that it signs only otherwise. Never an algorithm
    /// whose key the client knows.
    static JwsAlgorithm algorithm(ClientRegistration registration) {
        Object said = registration
                .getProviderDetails()
                .getConfigurationMetadata()
                .get("id_token_signing_alg_values_supported");
        List<SignatureAlgorithm> known = (said instanceof Collection<?> names ? names : List.of())
                .stream()
                        .map(name -> SignatureAlgorithm.from(String.valueOf(name)))
                        .filter(Objects::nonNull)
                        .toList();
        return known.isEmpty() || known.contains(SignatureAlgorithm.RS256)
                ? SignatureAlgorithm.RS256
                : known.getFirst();
    }
}
