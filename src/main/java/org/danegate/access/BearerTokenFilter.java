package org.danegate.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.web.filter.OncePerRequestFilter;

/// Authenticates a request by `Authorization: Bearer …` (RFC 6750). An unknown or expired token gets 401, one without
/// the scope for the request 403.
class BearerTokenFilter extends OncePerRequestFilter {

    private static final String SCHEME = "Bearer ";

    private final ApiTokens tokens;
    private final ProblemResponses problems;
    private final Refusals refusals;

    BearerTokenFilter(ApiTokens tokens, ProblemResponses problems, Refusals refusals) {
        this.tokens = tokens;
        this.problems = problems;
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
        switch (tokens.check(header.substring(SCHEME.length()).strip())) {
            case ApiTokens.Bearer bearer -> goOn(bearer, request, response, chain);
            case ApiTokens.Unknown unknown -> refuse(request, response, "The bearer token is not valid.");
            case ApiTokens.Expired expired -> refuse(request, response, "The bearer token has expired.");
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, String why) throws IOException {
        refusals.token(request);
        problems.commence(request, response, new BadCredentialsException(why));
    }

    private void goOn(
            ApiTokens.Bearer bearer, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        SecurityContext context = SignInSteps.enter(UsernamePasswordAuthenticationToken.authenticated(
                bearer.user(), null, List.of(bearer.role().authority())));
        String path = path(request);
        if (TokenScope.allow(bearer.scopes(), request.getMethod(), path)) {
            chain.doFilter(request, response);
            return;
        }
        TokenScope needed = TokenScope.needed(request.getMethod(), path);
        refusals.request(context.getAuthentication(), request, "the token lacks the scope " + needed.word());
        problems.insufficient(request, response, needed);
    }

    /// The decoded path, as it leads to a route: an encoded letter must not make another one of it here.
    private static String path(HttpServletRequest request) {
        String info = request.getPathInfo();
        return info == null ? request.getServletPath() : request.getServletPath() + info;
    }
}
