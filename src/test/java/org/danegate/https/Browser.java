package org.danegate.https;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// Speaks HTTP over a socket of its own for each request, in clear or by TLS, and keeps cookies. It trusts every
/// certificate, so that tests look at the one that was presented.
final class Browser {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
    private static final int PATIENCE = 30_000;

    private final Map<String, String> cookies = new LinkedHashMap<>();

    /// @param text the whole answer, with its headers
    record Answer(String text) {

        int status() {
            return Integer.parseInt(text.substring(9, 12));
        }

        /// Values of a header.
        List<String> all(String name) {
            return text.lines()
                    .takeWhile(line -> !line.isEmpty())
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .toList();
        }

        String header(String name) {
            return String.join("|", all(name));
        }
    }

    /// A connected TLS socket of which the handshake is done.
    static SSLSocket connect(int port, String... protocols) throws IOException, GeneralSecurityException {
        return connect("127.0.0.1", port, protocols);
    }

    static SSLSocket connect(String from, int port, String... protocols) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAll()}, null);
        Socket plain = new Socket(InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName(from), 0);
        plain.setSoTimeout(PATIENCE);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", port, true);
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        try {
            socket.startHandshake();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return socket;
    }

    /// The certificate that a new connection gets.
    static X509Certificate presented(int port) throws IOException, GeneralSecurityException {
        try (SSLSocket socket = connect(port)) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    Answer get(boolean tls, int port, String path, String... headers) throws Exception {
        return send(tls, port, "GET " + path, "", headers);
    }

    Answer post(boolean tls, int port, String path, String body, String... headers) throws Exception {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("Content-Type: application/x-www-form-urlencoded");
        return send(tls, port, "POST " + path, body, all.toArray(String[]::new));
    }

    private Answer send(boolean tls, int port, String what, String body, String... headers) throws Exception {
        try (Socket socket = tls ? connect(port) : plain(port)) {
            StringBuilder request = new StringBuilder(what)
                    .append(" HTTP/1.1\r\nHost: localhost:")
                    .append(port)
                    .append("\r\nAccept: text/html, */*;q=0.1\r\nConnection: close\r\n");
            for (String header : headers) {
                request.append(header).append("\r\n");
            }
            if (!cookies.isEmpty()) {
                List<String> pairs = new ArrayList<>();
                cookies.forEach((name, value) -> pairs.add(name + "=" + value));
                request.append("Cookie: ").append(String.join("; ", pairs)).append("\r\n");
            }
            request.append("Content-Length: ")
                    .append(body.length())
                    .append("\r\n\r\n")
                    .append(body);
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
            Answer answer = new Answer(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            answer.all("Set-Cookie").forEach(this::keep);
            return answer;
        }
    }

    private static Socket plain(int port) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE);
        socket.setSoTimeout(PATIENCE);
        return socket;
    }

    private void keep(String cookie) {
        String pair = cookie.split(";", 2)[0];
        int equals = pair.indexOf('=');
        cookies.put(pair.substring(0, equals), pair.substring(equals + 1));
    }

    /// Another one with the same cookies.
    Browser copy() {
        Browser other = new Browser();
        other.cookies.putAll(cookies);
        return other;
    }

    /// Signs in as `admin`.
    Answer signIn(boolean tls, int port, String password) throws Exception {
        String token = token(get(tls, port, "/sign-in"));
        return post(tls, port, "/sign-in", "username=admin&password=" + password.replace(" ", "+") + "&_csrf=" + token);
    }

    /// The token of a form.
    static String token(Answer page) {
        Matcher token = TOKEN.matcher(page.text());
        if (!token.find()) {
            throw new IllegalStateException("no form in:\n" + page.text());
        }
        return token.group(1);
    }

    /// Trusts every certificate for every name.
    static final class TrustAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            // Everybody.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // Everybody.
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
            // Everybody.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            // Everybody.
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            // Everybody.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            // Everybody.
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
