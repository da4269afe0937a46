package org.danegate.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.servlet.DispatcherServlet;

/// A real OpenID Connect provider on the loopback: Spring Authorization Server. It takes nobody's code without PKCE,
/// and says about each user what the test wants.
public final class IdentityProvider implements AutoCloseable {

    public static final String CLIENT = "danegate";
    public static final String SECRET = "a secret of the two";
    public static final String PASSWORD = "password at the provider";

    private static final Map<String, Map<String, Object>> CLAIMS = new ConcurrentHashMap<>();

    private final AnnotationConfigServletWebServerApplicationContext server;

    private IdentityProvider(AnnotationConfigServletWebServerApplicationContext server) {
        this.server = server;
    }

    /// Starts it at a free port.
    ///
    /// @param issuer what it says its issuer is; empty for its own address
    public static IdentityProvider start(String issuer) {
        AnnotationConfigServletWebServerApplicationContext server =
                new AnnotationConfigServletWebServerApplicationContext();
        AuthorizationServerSettings.Builder settings = AuthorizationServerSettings.builder();
        server.registerBean(
                AuthorizationServerSettings.class,
                () -> (issuer.isEmpty() ? settings : settings.issuer(issuer)).build());
        server.register(Parts.class);
        server.refresh();
        return new IdentityProvider(server);
    }

    private int port() {
        return Objects.requireNonNull(server.getWebServer()).getPort();
    }

    public String address() {
        return "http://localhost:" + port();
    }

    /// What the ID tokens of a user say from now on.
    public static void says(String user, Map<String, Object> claims) {
        CLAIMS.put(user, claims);
    }

    /// A logout token (OpenID Connect Back-Channel Logout 1.0, section 2.4) that this provider signs.
    String logoutToken(JWTClaimsSet claims) throws JOSEException {
        List<JWK> keys = server.getBean(JWKSet.class).getKeys();
        return signed(claims, keys.getFirst().toRSAKey());
    }

    /// A report that a user has signed out here, from all devices.
    public String reportOf(String user) throws JOSEException {
        return logoutToken(report().subject(user).build());
    }

    /// The claims of a report but the session or the user.
    JWTClaimsSet.Builder report() {
        return new JWTClaimsSet.Builder()
                .issuer(address())
                .audience(CLIENT)
                .issueTime(new Date())
                .expirationTime(Date.from(Instant.now().plus(Duration.ofMinutes(2))))
                .jwtID(UUID.randomUUID().toString())
                .claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
    }

    static String signed(JWTClaimsSet claims, RSAKey key) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .type(new JOSEObjectType("logout+jwt"))
                        .keyID(key.getKeyID())
                        .build(),
                claims);
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    @Override
    public void close() {
        server.close();
    }

    /// Not a configuration that a scan finds: it belongs to the provider's own context.
    @EnableWebSecurity
    static class Parts {

        @Bean
        TomcatServletWebServerFactory tomcat() {
            return new TomcatServletWebServerFactory(0);
        }

        /// For what the filters leave over.
        @Bean
        DispatcherServlet dispatcherServlet() {
            return new DispatcherServlet();
        }

        @Bean
        SecurityFilterChain chain(HttpSecurity http) {
            return http.oauth2AuthorizationServer(server -> server.oidc(Customizer.withDefaults()))
                    .authorizeHttpRequests(rules -> rules.anyRequest().authenticated())
                    .formLogin(Customizer.withDefaults())
                    .build();
        }

        @Bean
        JWKSet keySet() throws JOSEException {
            return new JWKSet(new RSAKeyGenerator(2048).keyID("test").generate());
        }

        @Bean
        JWKSource<SecurityContext> keys(JWKSet keySet) {
            return new ImmutableJWKSet<>(keySet);
        }

        @Bean
        JwtDecoder decoder(JWKSource<SecurityContext> keys) {
            return OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
        }

        @Bean
        UserDetailsService users() {
            return new InMemoryUserDetailsManager(List.of("ana", "ben", "cleo", "dora", "admin").stream()
                    .map(name -> User.withUsername(name)
                            .password("{noop}" + PASSWORD)
                            .authorities("USER")
                            .build())
                    .toList());
        }

        @Bean
        OAuth2TokenCustomizer<JwtEncodingContext> claims() {
            return context -> {
                String user = context.getPrincipal().getName();
                if (OidcParameterNames.ID_TOKEN.equals(context.getTokenType().getValue())) {
                    context.getClaims().claim("preferred_username", user);
                    CLAIMS.getOrDefault(user, Map.of()).forEach(context.getClaims()::claim);
                }
            };
        }

        /// The test adds its console when it knows the address.
        @Bean
        RegisteredClientRepository clients() {
            return new InMemoryRegisteredClientRepository(client("http://127.0.0.1:1"));
        }
    }

    /// Registers the console's addresses.
    public void registers(String console) {
        server.getBean(InMemoryRegisteredClientRepository.class).save(client(console));
    }

    private static RegisteredClient client(String console) {
        return RegisteredClient.withId(CLIENT)
                .clientId(CLIENT)
                .clientSecret("{noop}" + SECRET)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri(console + "/login/oauth2/code/company")
                .postLogoutRedirectUri(console + "/sign-in?out")
                .scope(OidcScopes.OPENID)
                .scope(OidcScopes.PROFILE)
                .clientSettings(ClientSettings.builder().requireProofKey(true).build())
                .build();
    }
}
