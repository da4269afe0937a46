package org.danegate.training;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Opens the pages and addresses that administrators and scripts open first.
final class TrainingVisits {

    /// Pages, each opened after signing in.
    static final List<String> PAGES = List.of(
            "/monitor/overview",
            "/monitor/delivery-status",
            "/monitor/delivery-status/ok.practice",
            "/mail-policies/destinations",
            "/monitor/message-tracking",
            "/commit");

    private static final int READ_MILLIS = 30_000;
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
    private static final Pattern FIRST_DESTINATION = Pattern.compile("destinations:(\\R)( *)- ");

    private final int port;
    private final String user;
    private final String password;
    private String cookie = "";

    TrainingVisits(int port, String user, String password) {
        this.port = port;
        this.user = user;
        this.password = password;
    }

    /// Commits that mail to a domain goes out without TLS.
    void commitWithoutTls(String domain) throws IOException {
        String policy = api("GET", "/api/v1/policy", "");
        String entry = "$1$2- { domain: " + domain + ", tls: NONE, dane: NONE }$1$2- ";
        api("PUT", "/api/v1/policy", FIRST_DESTINATION.matcher(policy).replaceFirst("destinations:" + entry));
        api("POST", "/api/v1/policy/commit", "{\"comment\":\"training\"}");
    }

    /// Signs in, opens all [#PAGES] and asks the API for the delivery status.
    void browse() throws IOException {
        Optional<String> token = token(page("GET", "/sign-in", ""));
        page("POST", "/sign-in", "username=" + user + "&password=" + password + "&_csrf=" + token.orElse(""));
        for (String page : PAGES) {
            page("GET", page, "");
        }
        api("GET", "/api/v1/delivery-status", "");
    }

    private static Optional<String> token(String html) {
        Matcher found = TOKEN.matcher(html);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    private String api(String method, String path, String body) throws IOException {
        HttpURLConnection request = open(method, path);
        String login = user + ":" + password;
        request.setRequestProperty(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
        request.setRequestProperty("Accept", path.equals("/api/v1/policy") ? "application/yaml" : "application/json");
        request.setRequestProperty("Content-Type", body.startsWith("{") ? "application/json" : "application/yaml");
        return exchange(request, body);
    }

    private String page(String method, String path, String form) throws IOException {
        HttpURLConnection request = open(method, path);
        request.setInstanceFollowRedirects(false);
        request.setRequestProperty("Accept", "text/html");
        request.setRequestProperty("Cookie", cookie);
        if (!form.isEmpty()) {
            request.setRequestProperty("Content-Type", "application/x-www-form-urlencoded");
            request.setRequestProperty("Origin", "http://127.0.0.1:" + port);
        }
        String answer = exchange(request, form);
        String given = request.getHeaderField("Set-Cookie");
        if (given != null) {
            cookie = given.substring(0, given.indexOf(';') < 0 ? given.length() : given.indexOf(';'));
        }
        return answer;
    }

    private HttpURLConnection open(String method, String path) throws IOException {
        HttpURLConnection request = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        request.setRequestMethod(method);
        request.setConnectTimeout(READ_MILLIS);
        request.setReadTimeout(READ_MILLIS);
        return request;
    }

    private static String exchange(HttpURLConnection request, String body) throws IOException {
        if (!body.isEmpty()) {
            request.setDoOutput(true);
            request.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        }
        if (request.getResponseCode() >= HttpURLConnection.HTTP_BAD_REQUEST) {
            throw new IOException(request.getURL() + ": " + request.getResponseCode());
        }
        try (var in = request.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
