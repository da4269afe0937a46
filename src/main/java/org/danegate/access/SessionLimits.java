package org.danegate.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.http.HttpMethod;
import org.springframework.security.core.session.SessionInformation;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/// Ends a session that began too long ago, even when it is in use, and a session without user activity for the
/// session's timeout. Requests that an open page makes by itself are not user activity; otherwise a page that refreshes
/// itself on an unattended screen would keep its session for ever. It runs before the filters that report the end.
final class SessionLimits extends OncePerRequestFilter {

    private static final String BEGUN = "danegate.session-begun";
    private static final String USED = "danegate.session-used";

    private final SessionRegistry registry;
    private final InstantSource clock;
    private final Duration lifetime;

    /// @param lifetime longest life of a session, counted from the right password, positive
    SessionLimits(SessionRegistry registry, InstantSource clock, Duration lifetime) {
        if (!lifetime.isPositive()) {
            throw new IllegalArgumentException("danegate.console.session-lifetime must be longer than nothing.");
        }
        this.registry = registry;
        this.clock = clock;
        this.lifetime = lifetime;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpSession session = request.getSession(false);
        if (session != null && isSignedIn(session)) {
            Instant now = clock.instant();
            if (isOver(session, now)) {
                end(session);
            } else if (!isByItself(request)) {
                session.setAttribute(USED, now);
            }
        }
        chain.doFilter(request, response);
    }

    private static boolean isSignedIn(HttpSession session) {
        return session.getAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY) != null;
    }

    private boolean isOver(HttpSession session, Instant now) {
        Instant begun = since(session, BEGUN, now);
        Instant used = since(session, USED, now);
        int timeout = session.getMaxInactiveInterval();
        return !now.isBefore(begun.plus(lifetime)) || timeout > 0 && !now.isBefore(used.plusSeconds(timeout));
    }

    private static Instant since(HttpSession session, String name, Instant now) {
        if (session.getAttribute(name) instanceof Instant time) {
            return time;
        }
        session.setAttribute(name, now);
        return now;
    }

    private void end(HttpSession session) {
        SessionInformation information = registry.getSessionInformation(session.getId());
        if (information == null) {
            session.invalidate();
        } else {
            information.expireNow();
        }
    }

    /// Whether an open page made the request without its user. A request that changes something always counts as
    /// the user's.
    private static boolean isByItself(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return HttpMethod.GET.matches(request.getMethod())
                && (BackgroundRequest.MATCHER.matches(request)
                        || request.getHeader("X-Requested-With") != null
                        || accept != null && accept.startsWith("text/event-stream"));
    }
}
