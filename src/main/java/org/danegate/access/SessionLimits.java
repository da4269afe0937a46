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

/// Ends a session that was begun too long ago, whatever is done in it, and one in which nobody has done anything for
/// the session's timeout. What an open page asks for by itself is nobody's doing: without this, a page that renews
/// itself on a screen nobody sits at would keep its session for ever. Stands before the filters that tell of the end.
final class SessionLimits extends OncePerRequestFilter {

    private static final String BEGUN = "danegate.session-begun";
    private static final String USED = "danegate.session-used";

    private final SessionRegistry registry;
    private final InstantSource clock;
    private final Duration lifetime;

    /// @param lifetime longest life of a session from the right password on, positive
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

    /// Whether an open page asks, and nobody who sits before it. What changes something is always somebody's doing.
    private static boolean isByItself(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return HttpMethod.GET.matches(request.getMethod())
                && (BackgroundRequest.MATCHER.matches(request)
                        || request.getHeader("X-Requested-With") != null
                        || accept != null && accept.startsWith("text/event-stream"));
    }
}
