package org.danegate.access;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

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
    private final Senders senders;

    RequestDoor(ConsoleConnections connections, TrustedProxies proxies, Senders senders) {
        super(true);
        this.connections = connections;
        this.proxies = proxies;
        this.senders = senders;
    }

    /// A request under way.
    ///
    /// @param connection where it came from
    /// @param underWay what the connection knows of it; empty when there was no room for it
    record Visit(Optional<ConsoleConnection> connection, Optional<RequestUnderWay> underWay, RequestBody body) {

        /// Marks the request's sender as known and sets the most octets it may send.
        void known(long most) {
            underWay.ifPresent(RequestUnderWay::known);
            body.allow(most);
        }
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (request.isAsyncDispatching()) {
            getNext().invoke(request, response);
            settle(request);
            return;
        }
        Sender sender = senders.of(request);
        org.apache.coyote.Request raw = request.getCoyoteRequest();
        RequestBody body = new RequestBody(raw.getInputBuffer(), sender.most());
        long announced = raw.getContentLengthLong();
        raw.setInputBuffer(body);
        Visit visit = begin(request, sender, body);
        request.setAttribute(ATTRIBUTE, visit);
        try {
            serve(request, response, sender, visit, announced);
        } finally {
            raw.setInputBuffer(body.network());
            settle(request);
        }
    }

    private Visit begin(Request request, Sender sender, RequestBody body) {
        Optional<ConsoleConnection> connection =
                connections.of(request.getPeerAddr(), request.getRemotePort(), request.getLocalPort());
        boolean somebodys = sender.stage() == ConsoleConnection.Stage.SOMEBODY;
        return new Visit(
                connection, connection.flatMap(c -> connections.begin(c, somebodys, client(request), body)), body);
    }

    private void serve(Request request, Response response, Sender sender, Visit visit, long announced)
            throws IOException, ServletException {
        HttpStatus refusal = refusal(request, sender, visit, announced);
        if (refusal != null) {
            refuse(request, response, refusal);
        } else {
            fit(request, sender);
            getNext().invoke(request, response);
        }
        BodyRest.finish(request, response, announced, visit.body());
    }

    /// The status when the request is not served, null when it is.
    private static @Nullable HttpStatus refusal(Request request, Sender sender, Visit visit, long announced) {
        if (visit.connection().isPresent() && visit.underWay().isEmpty()) {
            return HttpStatus.SERVICE_UNAVAILABLE;
        }
        return sender != Sender.UPLOADING
                        && !Senders.isScripts(request)
                        && announced > visit.body().most()
                ? HttpStatus.CONTENT_TOO_LARGE
                : null;
    }

    private String client(Request request) {
        String peer = request.getRemoteAddr();
        return proxies.trusts(peer)
                ? proxies.client(peer, ForwardedRequest.of(request).chain())
                : peer;
    }

    /// Hides the body from the error page, which would read it: nobody needs it any more.
    private static void refuse(Request request, Response response, HttpStatus status) throws IOException {
        typed(request, MediaType.APPLICATION_OCTET_STREAM_VALUE);
        response.sendError(status.value());
    }

    private static void fit(Request request, Sender sender) {
        String type = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT);
        boolean form = type.startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE);
        if (type.startsWith("multipart/") && sender != Sender.UPLOADING || form && Senders.isScripts(request)) {
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

    /// A stream is answered when it ends, which nobody may come back here to say.
    private void settle(Request request) {
        if (!(request.getAttribute(ATTRIBUTE) instanceof Visit visit)) {
            return;
        }
        try {
            if (request.isAsyncStarted()) {
                request.getAsyncContext().addListener(new Ending(() -> answered(visit)));
                return;
            }
        } catch (IllegalStateException endedMeanwhile) {
            // It is answered.
        }
        answered(visit);
    }

    private void answered(Visit visit) {
        visit.connection().ifPresent(c -> visit.underWay().ifPresent(r -> connections.answered(c, r)));
    }

    /// @param ended what is done at the end, however it comes
    private record Ending(Runnable ended) implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) {
            ended.run();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // The end follows.
        }

        @Override
        public void onError(AsyncEvent event) {
            // The end follows.
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
