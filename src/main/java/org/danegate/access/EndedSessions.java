package org.danegate.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.session.SessionInformation;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.web.filter.OncePerRequestFilter;

/// Keeps the news that a session was ended for the request whose answer somebody reads. That news is told once, for the
/// session is gone afterwards; a row renewed in the background would take it and nobody would learn why they have to
/// sign in again. Stands before the filter that tells it.
final class EndedSessions extends OncePerRequestFilter {

    private final SessionRegistry registry;

    EndedSessions(SessionRegistry registry) {
        this.registry = registry;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (BackgroundRequest.MATCHER.matches(request) && isEnded(request)) {
            response.setStatus(HttpStatus.UNAUTHORIZED.value());
        } else {
            chain.doFilter(request, response);
        }
    }

    /// A stream of the session that is closed goes through the filters once more.
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    private boolean isEnded(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        SessionInformation information = session == null ? null : registry.getSessionInformation(session.getId());
        return information != null && information.isExpired();
    }
}
