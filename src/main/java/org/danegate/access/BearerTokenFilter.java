package org.danegate.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.web.filter.OncePerRequestFilter;

/// Authenticates a request by `Authorization: Bearer …` (RFC 6750); an unknown token gets 401.
class BearerTokenFilter extends OncePerRequestFilter {

    private static final String SCHEME = "Bearer ";

    private final ApiTokens tokens;
    private final AuthenticationEntryPoint refused;
    private final Refusals refusals;

    BearerTokenFilter(ApiTokens tokens, AuthenticationEntryPoint refused, Refusals refusals) {
        this.tokens = tokens;
        this.refused = refused;
        this.refusals = refusals;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            chain.doFilter(request, response);
            return;
        }
        Optional<ApiTokens.Bearer> user =
                tokens.bearerOf(header.substring(SCHEME.length()).strip());
        if (user.isEmpty()) {
            refusals.token(request);
            refused.commence(request, response, new BadCredentialsException("The bearer token is not valid."));
            return;
        }
        SignInSteps.enter(UsernamePasswordAuthenticationToken.authenticated(
                user.get().user(), null, List.of(user.get().role().authority())));
        chain.doFilter(request, response);
    }
}
