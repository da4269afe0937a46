package org.danegate.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/// Gives a session that began in clear another id when it goes on by TLS: somebody may have read the first one, and its
/// cookie is not `Secure`. It runs after {@link ProxyFilter}, which knows the browser's scheme.
final class SecureSessions extends OncePerRequestFilter {

    private static final String CLEAR = SecureSessions.class.getName();

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.isSecure()) {
            renew(request);
            chain.doFilter(request, response);
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            mark(request.getSession(false));
        }
    }

    private static void renew(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null && session.getAttribute(CLEAR) != null) {
            session.removeAttribute(CLEAR);
            request.changeSessionId();
        }
    }

    private static void mark(@Nullable HttpSession session) {
        try {
            if (session != null && session.getAttribute(CLEAR) == null) {
                session.setAttribute(CLEAR, true);
            }
        } catch (IllegalStateException ended) {
            // Another request has just ended it.
        }
    }
}
