package org.danegate.access;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.session.SessionInformation;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

/// Runs before all filters, because some of them read the body (it contains the CSRF token) before the sender is
/// checked. It limits what a request may bring: little for a stranger, a form for a signed-in user, a file only where
/// files are accepted and only from users who may send one. Multipart bodies, which are stored while they are read, are
/// accepted only there, and scripts send no forms at all. Scripts authenticate each request; {@link KnownScript} limits
/// their bodies.
final class RequestDoor extends ValveBase {

    /// The attribute with the {@link Visit}.
    static final String ATTRIBUTE = RequestDoor.class.getName();

    private final ConsoleConnections connections;
    private final TrustedProxies proxies;
    private final SessionRegistry sessions;
    private final RoleHierarchy roles;

    RequestDoor(ConsoleConnections connections, TrustedProxies proxies, SessionRegistry sessions, RoleHierarchy roles) {
        super(true);
        this.connections = connections;
        this.proxies = proxies;
        this.sessions = sessions;
        this.roles = roles;
    }

    /// A request under way.
    ///
    /// @param connection where it came from
    record Visit(Optional<ConsoleConnection> connection, RequestBody body) {

        /// Marks the request's sender as known and sets the most octets it may send.
        void known(long most) {
            connection.ifPresent(ConsoleConnection::known);
            body.allow(most);
        }
    }

    /// The kind of sender, as far as the session tells.
    private enum Asking {
        STRANGER,
        SOMEBODY,
        UPLOADING
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (request.isAsyncDispatching()) {
            getNext().invoke(request, response);
            connections.of(request.getPeerAddr(), request.getRemotePort()).ifPresent(c -> settle(c, request));
            return;
        }
        Asking asking = asking(request);
        org.apache.coyote.Request raw = request.getCoyoteRequest();
        RequestBody body = new RequestBody(raw.getInputBuffer(), most(asking));
        Optional<ConsoleConnection> connection = connections.of(request.getPeerAddr(), request.getRemotePort());
        long announced = raw.getContentLengthLong();
        raw.setInputBuffer(body);
        request.setAttribute(ATTRIBUTE, new Visit(connection, body));
        try {
            if (connection.isPresent() && !connections.begin(connection.get(), stage(asking), client(request), body)) {
                refuse(request, response, HttpStatus.SERVICE_UNAVAILABLE, announced, body);
            } else if (asking != Asking.UPLOADING && !isScripts(request) && announced > body.most()) {
                refuse(request, response, HttpStatus.CONTENT_TOO_LARGE, announced, body);
            } else {
                fit(request, asking);
                getNext().invoke(request, response);
                finish(request, response, announced, body);
            }
        } finally {
            raw.setInputBuffer(body.network());
            connection.ifPresent(c -> settle(c, request));
        }
    }

    private static long most(Asking asking) {
        return switch (asking) {
            case STRANGER -> ConsoleLimits.STRANGERS_BODY;
            case SOMEBODY -> ConsoleLimits.FORM;
            // The form's own limits apply; a violation leads back to the form.
            case UPLOADING -> Long.MAX_VALUE;
        };
    }

    private static ConsoleConnection.Stage stage(Asking asking) {
        return asking == Asking.STRANGER ? ConsoleConnection.Stage.STRANGER : ConsoleConnection.Stage.SOMEBODY;
    }

    private String client(Request request) {
        String peer = request.getRemoteAddr();
        return proxies.trusts(peer)
                ? proxies.client(peer, ForwardedRequest.of(request).chain())
                : peer;
    }

    /// Hides the body from the error page, which would read it: nobody needs it any more.
    private static void refuse(Request request, Response response, HttpStatus status, long announced, RequestBody body)
            throws IOException {
        typed(request, MediaType.APPLICATION_OCTET_STREAM_VALUE);
        response.sendError(status.value());
        finish(request, response, announced, body);
    }

    private static void fit(Request request, Asking asking) {
        String type = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT);
        boolean form = type.startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE);
        if (type.startsWith("multipart/") && asking != Asking.UPLOADING || form && isScripts(request)) {
            typed(request, MediaType.APPLICATION_OCTET_STREAM_VALUE);
        } else if (form) {
            asItComes(request.getCoyoteRequest());
        }
    }

    private static void typed(Request request, String type) {
        if (request.getContentType() != null) {
            request.getCoyoteRequest()
                    .getMimeHeaders()
                    .setValue(HttpHeaders.CONTENT_TYPE)
                    .setString(type);
            request.getCoyoteRequest().setContentType(type);
        }
    }

    /// Makes Tomcat read a form as it arrives. Tomcat allocates memory for the announced length of a form before
    /// any of it has arrived; without an announced length it allocates as octets arrive. The network layer below
    /// still knows where the form ends.
    private static void asItComes(org.apache.coyote.Request raw) {
        if (raw.getContentLengthLong() > 0) {
            raw.getMimeHeaders().removeHeader(HttpHeaders.CONTENT_LENGTH);
            raw.setContentLength(-1);
            raw.getMimeHeaders().setValue(HttpHeaders.TRANSFER_ENCODING).setString("chunked");
        }
    }

    /// Handles the unread rest of a body: a stranger's is cut off when it is more than a little.
    private static void finish(Request request, Response response, long announced, RequestBody body)
            throws IOException {
        AtomicBoolean whole = new AtomicBoolean();
        request.getCoyoteRequest().action(ActionCode.REQUEST_BODY_FULLY_READ, whole);
        if (whole.get() || request.isAsync()) {
            return;
        }
        if (body.most() > ConsoleLimits.STRANGERS_BODY) {
            // The error page is written later; Tomcat then reads a little.
            if (!response.isErrorReportRequired()) {
                response.finishResponse();
                body.drop(ConsoleLimits.DROPPED_OF_UPLOADS);
            }
        } else if (announced < 0 || announced > ConsoleLimits.DROPPED_OF_STRANGERS) {
            // The connector turns the cut-off into an error, so the answer must be sent before and remain
            // the only one.
            boolean answered = !response.isErrorReportRequired();
            if (answered) {
                // A redirect suspends further output.
                response.setSuspended(false);
                response.finishResponse();
            }
            request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
            if (answered) {
                response.setErrorReported();
            }
        }
    }

    private void settle(ConsoleConnection connection, Request request) {
        if (!request.isAsync()) {
            connections.answered(connection);
        }
    }

    private static boolean isScripts(Request request) {
        String path = request.getServletPath();
        return path.startsWith("/api/") || path.startsWith("/actuator/");
    }

    private Asking asking(Request request) {
        if (isScripts(request)) {
            return Asking.STRANGER;
        }
        Optional<Authentication> known = known(request);
        if (known.isEmpty()) {
            return Asking.STRANGER;
        }
        boolean mayChange = roles.getReachableGrantedAuthorities(known.get().getAuthorities())
                .contains(Role.OPERATOR.authority());
        return mayChange && UploadRoutes.takesForm(request.getMethod(), request.getServletPath())
                ? Asking.UPLOADING
                : Asking.SOMEBODY;
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
