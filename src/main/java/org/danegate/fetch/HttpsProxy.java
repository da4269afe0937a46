package org.danegate.fetch;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.danegate.fetch.HttpsAnswer.Failed;
import org.danegate.fetch.HttpsAnswer.Step;
import org.jspecify.annotations.Nullable;

/// A proxy that passes connections on when it is asked with CONNECT (RFC 9110 section 9.3.6). It looks names up itself,
/// so which addresses are called is up to the proxy.
///
/// @param host name or address, looked up by the system
/// @param port 1 to 65535
public record HttpsProxy(String host, int port) {

    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]):([0-9]{1,5})");
    private static final int HIGHEST_PORT = 65_535;
    private static final Http1Config LIMITS = Http1Config.custom()
            .setMaxLineLength(8 * 1024)
            .setMaxHeaderCount(100)
            .build();

    /// Reads `host:port`; an IPv6 address is in brackets.
    ///
    /// @return null for a blank text: no proxy
    /// @throws IllegalArgumentException when it has another form
    public static @Nullable HttpsProxy of(String text) {
        if (text.isBlank()) {
            return null;
        }
        Matcher form = FORM.matcher(text.strip());
        int port = form.matches() ? Integer.parseInt(form.group(2)) : 0;
        if (port < 1 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("\"" + text + "\" is not a proxy such as proxy.example.com:3128.");
        }
        return new HttpsProxy(form.group(1).replaceAll("[\\[\\]]", ""), port);
    }

    /// Where it listens; unresolved when the system does not know the name.
    InetSocketAddress address() {
        return new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /// Asks for a tunnel to the server of a request.
    ///
    /// @param socket connected to the proxy; afterwards, to the server
    /// @return why there is none; empty when there is
    Optional<Failed> tunnel(Socket socket, HttpsRequest request, Deadline deadline) throws IOException {
        CompletableFuture<Void> closing = deadline.closing(socket);
        try {
            socket.setSoTimeout(deadline.left(request.within()));
            int status = ask(socket, request.host().ascii() + ":" + request.port());
            return status / 100 == 2
                    ? Optional.empty()
                    : Optional.of(new Failed(
                            Step.CONNECT, "proxy-" + status, "proxy " + this + " answered with status " + status));
        } catch (HttpException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            closing.cancel(false);
        }
    }

    /// The connection stays open: it is the tunnel. Nothing behind the answer's header is read, as a server of
    /// TLS waits for the client.
    private static int ask(Socket socket, String server) throws IOException, HttpException {
        DefaultBHttpClientConnection connection = new DefaultBHttpClientConnection(LIMITS);
        connection.bind(socket);
        BasicClassicHttpRequest message = new BasicClassicHttpRequest("CONNECT", "/");
        // The constructor would read it as an address with a scheme.
        message.setPath(server);
        message.setHeader(HttpHeaders.HOST, server);
        message.setHeader(HttpHeaders.USER_AGENT, "Danegate");
        connection.sendRequestHeader(message);
        connection.flush();
        ClassicHttpResponse answer = connection.receiveResponseHeader();
        while (answer.getCode() < 200) {
            answer = connection.receiveResponseHeader();
        }
        return answer.getCode();
    }
}
