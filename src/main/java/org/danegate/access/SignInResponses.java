package org.danegate.access;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.access.AccessDeniedHandlerImpl;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.session.SessionInformationExpiredEvent;

/// Where the browser is sent after each outcome of signing in and out.
class SignInResponses {

    private final Audit audit;
    private final AccessDeniedHandlerImpl plainDenial = new AccessDeniedHandlerImpl();

    SignInResponses(Audit audit) {
        this.audit = audit;
    }

    /// On to the page first asked for.
    AuthenticationSuccessHandler success() {
        SavedRequestAwareAuthenticationSuccessHandler next = new SavedRequestAwareAuthenticationSuccessHandler();
        return (request, response, authentication) -> {
            audit.record(authentication.getName(), "signed in from " + request.getRemoteAddr());
            next.onAuthenticationSuccess(request, response, authentication);
        };
    }

    /// Back to the sign-in page, which says whether to wait.
    void failed(HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
            throws IOException {
        go(request, response, exception instanceof LockedException ? "/sign-in?wait" : "/sign-in?failed");
    }

    /// Notes who left.
    void signedOut(HttpServletRequest request, HttpServletResponse response, @Nullable Authentication authentication) {
        if (authentication != null) {
            audit.record(authentication.getName(), "signed out");
        }
    }

    /// A sign-in form that outlived its session is shown anew; everything else is refused.
    void denied(HttpServletRequest request, HttpServletResponse response, AccessDeniedException exception)
            throws IOException, ServletException {
        String address =
                request.getRequestURI().substring(request.getContextPath().length());
        if (exception instanceof CsrfException && (address.equals("/sign-in") || address.equals("/sign-out"))) {
            go(request, response, "/sign-in?again");
        } else {
            plainDenial.handle(request, response, exception);
        }
    }

    /// A session that was ended: by too many others, or by a change to the user.
    void ended(SessionInformationExpiredEvent event) throws IOException {
        if (event.getRequest().getHeader("HX-Request") != null) {
            event.getResponse().setStatus(HttpStatus.UNAUTHORIZED.value());
        } else {
            go(event.getRequest(), event.getResponse(), "/sign-in?ended");
        }
    }

    private static void go(HttpServletRequest request, HttpServletResponse response, String address)
            throws IOException {
        response.sendRedirect(request.getContextPath() + address);
    }
}
