package org.danegate.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import tools.jackson.databind.json.JsonMapper;

/// Refusals to scripts as problem documents (RFC 9457).
class ProblemResponses implements AuthenticationEntryPoint, AccessDeniedHandler {

    private final JsonMapper json;
    private final Refusals refusals;

    ProblemResponses(JsonMapper json, Refusals refusals) {
        this.refusals = refusals;
        this.json = json;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
            throws IOException {
        if (exception instanceof AuthenticationServiceException) {
            // Not the fault of who asks, and no reason to ask for another password.
            write(
                    request,
                    response,
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "Users and tokens cannot be checked now, because the database does not answer.");
            return;
        }
        // A browser that never gets a challenge of this scheme has no password to send along for another site.
        if (!BrowserPasswords.mayBeBrowsers(request)) {
            response.addHeader(
                    HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"" + realm(request) + "\", charset=\"UTF-8\"");
        }
        response.addHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"Danegate\"");
        boolean tried = request.getHeader(HttpHeaders.AUTHORIZATION) != null;
        String message = exception.getMessage();
        write(
                request,
                response,
                HttpStatus.UNAUTHORIZED,
                tried && message != null ? message : "Sign in by HTTP Basic or a bearer token.");
    }

    /// Monitors of the appliance send their password only to the realm that they know.
    private static String realm(HttpServletRequest request) {
        return request.getRequestURI().startsWith(request.getContextPath() + "/xml/")
                ? "IronPort Web Interface"
                : "Danegate";
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException exception)
            throws IOException {
        Authentication somebody = SecurityContextHolder.getContext().getAuthentication();
        boolean half = SignInStep.leftFor(somebody).isPresent();
        refusals.request(somebody, request, half ? "a step of signing in is left" : "");
        write(
                request,
                response,
                HttpStatus.FORBIDDEN,
                half
                        ? "The password alone does not sign this user in. Sign in to the console first; scripts of users "
                                + "with two-step sign-in send a bearer token."
                        : "The role of your user does not allow this request.");
    }

    /// Refuses a token that lacks the scope (RFC 6750 3.1).
    void insufficient(HttpServletRequest request, HttpServletResponse response, TokenScope needed) throws IOException {
        response.addHeader(
                HttpHeaders.WWW_AUTHENTICATE,
                "Bearer realm=\"Danegate\", error=\"insufficient_scope\", scope=\"" + needed.word() + "\"");
        write(
                request,
                response,
                HttpStatus.FORBIDDEN,
                "The token may not send this request: it needs the scope " + needed.word() + ".");
    }

    /// Refuses with 403 and the reason given.
    void refuse(HttpServletRequest request, HttpServletResponse response, String detail) throws IOException {
        write(request, response, HttpStatus.FORBIDDEN, detail);
    }

    private void write(HttpServletRequest request, HttpServletResponse response, HttpStatus status, String detail)
            throws IOException {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "about:blank");
        problem.put("title", status.getReasonPhrase());
        problem.put("status", status.value());
        problem.put("detail", detail);
        problem.put("instance", request.getRequestURI());
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsString(problem).getBytes(StandardCharsets.UTF_8));
    }
}
