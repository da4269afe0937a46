package org.danegate.access;

import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.HEAD;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
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

/// Access rules by request. In short: reading needs a Read-Only Operator, reading Monitor needs only Help Desk, and
/// everything else needs an Operator. The exceptions are written out below. There are two chains: one for scripts
/// without session or cookie, one for pages.
@Configuration(proxyBeanMethods = false)
@EnableMethodSecurity
class WebSecurity {

    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
            + "frame-ancestors 'none'";

    private static final String ADMINISTRATOR = Role.ADMINISTRATOR.name();
    private static final String OPERATOR = Role.OPERATOR.name();
    private static final String READER = Role.READ_ONLY_OPERATOR.name();
    private static final String EVERYBODY = Role.HELP_DESK.name();

    /// The addresses behind the Monitor pages.
    private static final String[] MONITOR_API = {"/api/v1/delivery-status/**", "/api/v1/queue/**"};

    /// The pages that Help Desk may see: Monitor, the search that leads there, and the user's own account.
    private static final String[] MONITOR_PAGES = {"/", "/search", "/monitor/**", "/account/**"};

    /// The chain for scripts and probes: HTTP Basic or a bearer token with each request. Nothing is remembered, so
    /// there is no session to hijack and no CSRF token; a browser can only use a bearer token ([BrowserPasswords]).
    @Bean
    @Order(1)
    SecurityFilterChain scripts(
            HttpSecurity http,
            AuthenticationManager signIn,
            ApiTokens tokens,
            ProblemResponses problems,
            Refusals refusals) {
        return http.securityMatcher("/api/**", "/actuator/**")
                .authorizeHttpRequests(rules -> rules.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                        .permitAll()
                        .requestMatchers("/actuator/health", "/actuator/health/**")
                        .permitAll()
                        .requestMatchers(WebSecurity::isCrossSite)
                        .denyAll()
                        .requestMatchers("/api/v1/users/**", "/api/v1/audit/**")
                        .hasRole(ADMINISTRATOR)
                        // The equivalent of loading a configuration file on the pages.
                        .requestMatchers(PUT, "/api/v1/policy")
                        .hasRole(ADMINISTRATOR)
                        .requestMatchers(GET, MONITOR_API)
                        .hasRole(EVERYBODY)
                        .requestMatchers(HEAD, MONITOR_API)
                        .hasRole(EVERYBODY)
                        .requestMatchers(POST, "/api/v1/daneverify")
                        .hasRole(EVERYBODY)
                        .requestMatchers(GET, "/**")
                        .hasRole(READER)
                        .requestMatchers(HEAD, "/**")
                        .hasRole(READER)
                        .anyRequest()
                        .hasRole(OPERATOR))
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
                .headers(WebSecurity::headers)
                .build();
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
            ObjectProvider<InstantSource> clock,
            @Value("${danegate.console.sessions-per-user:5}") int sessionsPerUser,
            @Value("${danegate.console.session-lifetime:12h}") Duration sessionLifetime) {
        SessionLimits limits =
                new SessionLimits(registry, clock.getIfAvailable(InstantSource::system), sessionLifetime);
        return http.authorizeHttpRequests(rules -> rules.dispatcherTypeMatchers(
                                DispatcherType.ERROR, DispatcherType.ASYNC)
                        .permitAll()
                        .requestMatchers(GET, "/*.svg", "/*.css", "/*.js", "/webjars/**")
                        .permitAll()
                        .requestMatchers("/sign-in", "/error")
                        .permitAll()
                        .requestMatchers(SignInStep.CODE.path())
                        .hasAuthority(SignInStep.CODE.authority().getAuthority())
                        .requestMatchers(SignInStep.NEW_PASSWORD.path())
                        .hasAuthority(SignInStep.NEW_PASSWORD.authority().getAuthority())
                        .requestMatchers("/system/users/**", "/system/audit/**")
                        .hasRole(ADMINISTRATOR)
                        .requestMatchers(POST, "/system/configuration-file/validate")
                        .hasRole(OPERATOR)
                        .requestMatchers(POST, "/system/configuration-file/**")
                        .hasRole(ADMINISTRATOR)
                        .requestMatchers(POST, "/account/**", "/monitor/daneverify/**")
                        .hasRole(EVERYBODY)
                        .requestMatchers(GET, MONITOR_PAGES)
                        .hasRole(EVERYBODY)
                        .requestMatchers(HEAD, MONITOR_PAGES)
                        .hasRole(EVERYBODY)
                        .requestMatchers(GET, "/**")
                        .hasRole(READER)
                        .requestMatchers(HEAD, "/**")
                        .hasRole(READER)
                        .anyRequest()
                        .hasRole(OPERATOR))
                .authenticationManager(signIn)
                .formLogin(form -> form.loginPage("/sign-in")
                        .authenticationDetailsSource(SignInDetails::new)
                        .successHandler(responses::passwordWasRight)
                        .failureHandler(responses::failed))
                .logout(out -> out.logoutRequestMatcher(
                                PathPatternRequestMatcher.withDefaults().matcher(POST, "/sign-out"))
                        .addLogoutHandler(responses::signedOut)
                        .deleteCookies("DANEGATE")
                        .logoutSuccessUrl("/sign-in?out"))
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
                .headers(WebSecurity::headers)
                .build();
    }

    private static void headers(HeadersConfigurer<HttpSecurity> headers) {
        // Sent over TLS and only for the console's own name: the console does not speak for names below it.
        headers.httpStrictTransportSecurity(strict -> strict.includeSubDomains(false))
                .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                .crossOriginOpenerPolicy(opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                .permissionsPolicyHeader(permissions ->
                        permissions.policy("camera=(), microphone=(), geolocation=(), payment=(), usb=()"));
    }

    private static boolean isCrossSite(HttpServletRequest request) {
        return "cross-site".equals(request.getHeader("Sec-Fetch-Site"));
    }
}
