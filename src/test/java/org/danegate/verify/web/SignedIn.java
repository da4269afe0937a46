package org.danegate.verify.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A user who has signed in by the form, over the network.
final class SignedIn implements AutoCloseable {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final String root;

    SignedIn(int port, String name, String password) throws IOException, InterruptedException {
        root = "http://127.0.0.1:" + port;
        client.send(
                form("/sign-in", "username=" + text(name) + "&password=" + text(password), token("/sign-in")),
                HttpResponse.BodyHandlers.discarding());
    }

    /// Posts a domain and hands back the answer as it comes.
    BufferedReader post(String path, String domain) throws IOException, InterruptedException {
        HttpRequest request = form(path, "domain=" + text(domain), token("/monitor/daneverify"));
        HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            throw new IOException("status " + answer.statusCode());
        }
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    /// Breaks every connection, as a closed browser does.
    void leave() {
        client.shutdownNow();
    }

    private HttpRequest form(String path, String fields, String token) {
        return HttpRequest.newBuilder(URI.create(root + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(fields + "&_csrf=" + text(token)))
                .build();
    }

    private String token(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(root + path)).build();
        Matcher token = TOKEN.matcher(
                client.send(request, HttpResponse.BodyHandlers.ofString()).body());
        if (!token.find()) {
            throw new IOException("no token on " + path);
        }
        return token.group(1);
    }

    private static String text(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
