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

/// Saves the notice of an ended session for a request whose answer a person reads. The notice is given only once,
/// because the session is gone afterwards. Without this filter, a row refreshed in the background would use it up, and
/// the user would not learn why to sign in again. It runs before the filter that gives the notice.
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

    /// When a stream of the session is closed, its request passes the filters once more.
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
