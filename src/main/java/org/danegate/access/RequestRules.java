package org.danegate.access;

import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.HEAD;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;

/// Access rules by request. In short: reading needs a Read-Only Operator, reading Monitor needs only Help Desk, and
/// everything else needs an Operator. The exceptions are written out below; the first rule that matches decides.
final class RequestRules {

    private static final String ADMINISTRATOR = Role.ADMINISTRATOR.name();
    private static final String OPERATOR = Role.OPERATOR.name();
    private static final String READER = Role.READ_ONLY_OPERATOR.name();
    private static final String EVERYBODY = Role.HELP_DESK.name();

    /// The addresses behind the Monitor pages.
    private static final String[] MONITOR_API = {
        "/api/v1/delivery-status/**",
        "/api/v1/queue/**",
        "/api/v1/tracking/**",
        "/api/v1/history",
        "/api/v1/reports/**",
        "/api/v1/tlsrpt/**",
        "/api/v1/daneverify/**",
        "/v3/api-docs"
    };

    /// The pages that Help Desk may see: Monitor, the search that leads there, the user's own account, and the
    /// description of the API.
    private static final String[] MONITOR_PAGES = {
        "/", "/search", "/search/suggestions", "/monitor/**", "/account/**", "/swagger-ui/**", "/v3/api-docs"
    };

    private RequestRules() {}

    /// The rules for scripts and probes.
    static void ofScripts(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry rules) {
        rules.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                .permitAll()
                .requestMatchers("/actuator/health", "/actuator/health/**")
                .permitAll()
                .requestMatchers(RequestRules::isCrossSite)
                .denyAll()
                .requestMatchers("/api/v1/users/**", "/api/v1/audit/**")
                .hasRole(ADMINISTRATOR)
                // The equivalent of loading a configuration file on the pages, and of Network > Console.
                .requestMatchers(PUT, "/api/v1/policy", "/api/v1/console")
                .hasRole(ADMINISTRATOR)
                .requestMatchers(GET, MONITOR_API)
                .hasRole(EVERYBODY)
                .requestMatchers(HEAD, MONITOR_API)
                .hasRole(EVERYBODY)
                // Each word asks for a role of its own.
                .requestMatchers(POST, "/api/v1/daneverify", "/api/v1/words")
                .hasRole(EVERYBODY);
        others(rules);
    }

    /// The rules for pages.
    static void ofPages(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry rules) {
        rules.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                .permitAll()
                .requestMatchers(GET, "/*.svg", "/*.css", "/*.js", "/webjars/**")
                .permitAll()
                .requestMatchers(
                        "/sign-in", PasskeyFilter.PATH, PasskeyFilter.PATH + "/options", ProviderRefusal.PAGE, "/error")
                .permitAll()
                .requestMatchers(SignInStep.CODE.path())
                .hasAuthority(SignInStep.CODE.authority().getAuthority())
                .requestMatchers(SignInStep.NEW_PASSWORD.path())
                .hasAuthority(SignInStep.NEW_PASSWORD.authority().getAuthority())
                .requestMatchers(SignInStep.PASSKEY.path())
                .hasAuthority(SignInStep.PASSKEY.authority().getAuthority())
                .requestMatchers(SignInStep.ENROL.path(), SignInStep.ENROL.path() + "/**")
                .hasAuthority(SignInStep.ENROL.authority().getAuthority())
                .requestMatchers("/system/users/**", "/system/audit/**")
                .hasRole(ADMINISTRATOR)
                .requestMatchers(POST, "/system/configuration-file/validate")
                .hasRole(OPERATOR)
                .requestMatchers(POST, "/system/configuration-file/**")
                .hasRole(ADMINISTRATOR)
                // How everybody reaches the console.
                .requestMatchers(POST, "/network/console/**")
                .hasRole(ADMINISTRATOR)
                // Many domains at once, which others notice.
                .requestMatchers(POST, "/monitor/daneverify/runs/**")
                .hasRole(OPERATOR)
                .requestMatchers(POST, "/system/alerts/webhook-secret")
                .hasRole(ADMINISTRATOR)
                .requestMatchers(POST, "/account/**", "/monitor/daneverify/**")
                .hasRole(EVERYBODY)
                .requestMatchers(GET, MONITOR_PAGES)
                .hasRole(EVERYBODY)
                .requestMatchers(HEAD, MONITOR_PAGES)
                .hasRole(EVERYBODY);
        others(rules);
    }

    private static void others(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry rules) {
        rules.requestMatchers(GET, "/**")
                .hasRole(READER)
                .requestMatchers(HEAD, "/**")
                .hasRole(READER)
                .anyRequest()
                .hasRole(OPERATOR);
    }

    private static boolean isCrossSite(HttpServletRequest request) {
        return "cross-site".equals(request.getHeader("Sec-Fetch-Site"));
    }
}
