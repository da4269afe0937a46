package org.danegate.access;

import static org.springframework.http.HttpMethod.POST;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.FormLoginConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.annotation.web.configurers.LogoutConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.session.ConcurrentSessionFilter;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatchers;

/// How requests are authenticated and protected, with the access rules of [RequestRules]. There are two chains: one for
/// scripts without session or cookie, one for pages.
@Configuration(proxyBeanMethods = false)
@EnableMethodSecurity
class WebSecurity {

    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
            + "frame-ancestors 'none'";

    /// The chain for scripts and probes: HTTP Basic or a bearer token with each request. Nothing is remembered, so
    /// there is no session to hijack and no CSRF token; a browser can only use a bearer token ([BrowserPasswords]).
    @Bean
    @Order(1)
    SecurityFilterChain scripts(
            HttpSecurity http,
            AuthenticationManager signIn,
            ApiTokens tokens,
            ProblemResponses problems,
            Refusals refusals,
            ObjectProvider<OwnTls> tls) {
        return http.securityMatcher(scripts())
                .authorizeHttpRequests(RequestRules::ofScripts)
                .authenticationManager(signIn)
                .httpBasic(basic -> basic.authenticationEntryPoint(problems))
                .addFilterBefore(new BrowserPasswords(problems), BasicAuthenticationFilter.class)
                .addFilterBefore(new BearerTokenFilter(tokens, problems, refusals), BasicAuthenticationFilter.class)
                .addFilterAfter(new KnownScript(), AuthorizationFilter.class)
                .exceptionHandling(
                        refused -> refused.authenticationEntryPoint(problems).accessDeniedHandler(problems))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> headers(headers, tls.getIfAvailable(() -> NoOwnTls.INSTANCE)))
                .build();
    }

    /// The addresses of scripts. The description of the API is for both: pages read it with their session.
    private static RequestMatcher scripts() {
        PathPatternRequestMatcher.Builder at = PathPatternRequestMatcher.withDefaults();
        RequestMatcher signed = request -> request.getHeader(HttpHeaders.AUTHORIZATION) != null;
        return RequestMatchers.anyOf(
                at.matcher("/api/**"),
                at.matcher("/actuator/**"),
                at.matcher("/xml/**"),
                RequestMatchers.allOf(at.matcher("/v3/api-docs"), signed));
    }

    /// The chain for pages, with a session from the sign-in page.
    ///
    /// @param sessionsPerUser sessions that one user may have at once; the oldest ends when another one begins
    /// @param sessionLifetime longest life of a session, even when it is in use
    @Bean
    @Order(2)
    SecurityFilterChain pages(
            HttpSecurity http,
            AuthenticationManager signIn,
            SessionRegistry registry,
            SignInResponses responses,
            PasskeySignIn passkeys,
            ProviderSignIn provider,
            ProviderSignOut providerSignOut,
            BackChannelSignOut backChannel,
            ObjectProvider<InstantSource> clock,
            ObjectProvider<OwnTls> tls,
            @Value("${danegate.console.sessions-per-user:5}") int sessionsPerUser,
            @Value("${danegate.console.session-lifetime:12h}") Duration sessionLifetime) {
        SessionLimits limits =
                new SessionLimits(registry, clock.getIfAvailable(InstantSource::system), sessionLifetime);
        if (provider.isOn()) {
            http.oauth2Login(provider::into).oidcLogout(backChannel::into);
        }
        return http.authorizeHttpRequests(RequestRules::ofPages)
                .authenticationManager(signIn)
                .formLogin(form -> signIn(form, responses))
                .with(new PasskeyFilter.Configurer(passkeys, responses), Customizer.withDefaults())
                .logout(out -> signOut(out, responses, providerSignOut))
                .csrf(Customizer.withDefaults())
                .exceptionHandling(refusals -> refusals.defaultAuthenticationEntryPointFor(
                                new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED), BackgroundRequest.MATCHER)
                        .accessDeniedHandler(responses::denied))
                .requestCache(cache -> cache.requestCache(responses.pages()))
                .sessionManagement(sessions -> sessions.sessionFixation(fixation -> fixation.changeSessionId())
                        .maximumSessions(sessionsPerUser)
                        .sessionRegistry(registry)
                        .expiredSessionStrategy(responses::ended))
                .addFilterBefore(limits, ConcurrentSessionFilter.class)
                .addFilterBefore(new EndedSessions(registry), ConcurrentSessionFilter.class)
                .headers(headers -> headers(headers, tls.getIfAvailable(() -> NoOwnTls.INSTANCE)))
                .build();
    }

    private static void signIn(FormLoginConfigurer<HttpSecurity> form, SignInResponses responses) {
        form.loginPage("/sign-in")
                .authenticationDetailsSource(SignInDetails::new)
                .successHandler(responses::passwordWasRight)
                .failureHandler(responses::failed);
    }

    private static void signOut(
            LogoutConfigurer<HttpSecurity> out, SignInResponses responses, ProviderSignOut atProvider) {
        out.logoutRequestMatcher(PathPatternRequestMatcher.withDefaults().matcher(POST, "/sign-out"))
                .addLogoutHandler(responses::signedOut)
                .deleteCookies("DANEGATE")
                .logoutSuccessHandler(atProvider);
    }

    private static void headers(HeadersConfigurer<HttpSecurity> headers, OwnTls tls) {
        // Whether browsers must stay with TLS is a setting of its own.
        headers.httpStrictTransportSecurity(HeadersConfigurer.HstsConfig::disable)
                .addHeaderWriter((request, response) -> strictTransport(tls, request, response))
                .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                .crossOriginOpenerPolicy(opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                .permissionsPolicyHeader(permissions ->
                        permissions.policy("camera=(), microphone=(), geolocation=(), payment=(), usb=()"));
    }

    private static void strictTransport(OwnTls tls, HttpServletRequest request, HttpServletResponse response) {
        if (request.isSecure()) {
            tls.strictTransport().ifPresent(value -> response.setHeader("Strict-Transport-Security", value));
        }
    }
}
