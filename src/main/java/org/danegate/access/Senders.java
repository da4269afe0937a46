package org.danegate.access;

import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import org.apache.catalina.connector.Request;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.session.SessionInformation;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

/// Tells who sends a request from its session, before any filter runs.
final class Senders {

    private final SessionRegistry sessions;
    private final RoleHierarchy roles;

    Senders(SessionRegistry sessions, RoleHierarchy roles) {
        this.sessions = sessions;
        this.roles = roles;
    }

    /// Scripts have no session: each is a stranger until its credentials are checked.
    Sender of(Request request) {
        if (isScripts(request)) {
            return Sender.STRANGER;
        }
        Optional<Authentication> known = known(request);
        if (known.isEmpty()) {
            return Sender.STRANGER;
        }
        boolean mayChange = roles.getReachableGrantedAuthorities(known.get().getAuthorities())
                .contains(Role.OPERATOR.authority());
        return mayChange && UploadRoutes.takesForm(request.getMethod(), request.getServletPath())
                ? Sender.UPLOADING
                : Sender.SOMEBODY;
    }

    static boolean isScripts(Request request) {
        String path = request.getServletPath();
        return path.startsWith("/api/") || path.startsWith("/actuator/") || path.startsWith("/xml/");
    }

    /// The user who has signed in with all steps done, in a session that nobody has ended.
    private Optional<Authentication> known(Request request) {
        HttpSession session = request.getSession(false);
        if (session == null) {
            return Optional.empty();
        }
        SessionInformation information = sessions.getSessionInformation(session.getId());
        Object context = session.getAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY);
        return information != null && information.isExpired() || !(context instanceof SecurityContext kept)
                ? Optional.empty()
                : Optional.ofNullable(kept.getAuthentication())
                        .filter(Authentication::isAuthenticated)
                        .filter(one -> !(one instanceof AnonymousAuthenticationToken))
                        .filter(one -> SignInStep.leftFor(one).isEmpty());
    }
}
