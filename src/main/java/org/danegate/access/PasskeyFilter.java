package org.danegate.access;

import static org.springframework.http.HttpMethod.POST;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.AbstractAuthenticationProcessingFilter;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/// Takes the form with which a browser shows a passkey, as the filter beside it takes the one with the password.
final class PasskeyFilter extends AbstractAuthenticationProcessingFilter {

    static final String PATH = "/sign-in/passkey";

    private final PasskeySignIn signIn;

    private PasskeyFilter(PasskeySignIn signIn, SignInResponses responses) {
        super(PathPatternRequestMatcher.withDefaults().matcher(POST, PATH));
        this.signIn = signIn;
        setSecurityContextRepository(new HttpSessionSecurityContextRepository());
        setAuthenticationSuccessHandler(responses::passwordWasRight);
        setAuthenticationFailureHandler(responses::failed);
    }

    @Override
    public Authentication attemptAuthentication(HttpServletRequest request, HttpServletResponse response) {
        return signIn.check(request);
    }

    /// Adds the filter to a chain, with the chain's rules for sessions.
    static final class Configurer extends AbstractHttpConfigurer<Configurer, HttpSecurity> {

        private final PasskeySignIn signIn;
        private final SignInResponses responses;

        Configurer(PasskeySignIn signIn, SignInResponses responses) {
            this.signIn = signIn;
            this.responses = responses;
        }

        @Override
        public void configure(HttpSecurity http) {
            PasskeyFilter filter = new PasskeyFilter(signIn, responses);
            filter.setSessionAuthenticationStrategy(http.getSharedObject(SessionAuthenticationStrategy.class));
            http.addFilterBefore(filter, UsernamePasswordAuthenticationFilter.class);
        }
    }
}
