package org.danegate.forms;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A browser without script: keeps cookies, sends forms unchanged, follows nothing by itself.
final class ConsoleBrowser {

    private static final String BOUNDARY = "----danegate-forms";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> cookies = new HashMap<>();
    private final String base;
    private String token = "";

    /// @param language of the pages, `en` or `es`
    ConsoleBrowser(int port, String language) {
        // By name: the form for passkeys is not there for an address.
        this.base = "http://localhost:" + port;
        cookies.put("language", language);
    }

    /// What came back.
    ///
    /// @param location where a redirection leads, as a path; empty for none
    record Answer(int status, String location, String body) {

        ShownPage page() {
            return new ShownPage(body);
        }
    }

    /// A file that a form sends.
    record File(String field, byte[] octets) {}

    void signIn(String user, String password) {
        get("/sign-in");
        Answer in = post(
                new ShownPage.Form("/sign-in", false, Map.of()),
                Map.of("username", List.of(user), "password", List.of(password)));
        if (in.status() != 302 || in.location().contains("error")) {
            throw new AssertionError("not signed in: " + in.status() + " " + in.location());
        }
        get("/");
        get("/account/password");
    }

    Answer get(String path) {
        return ask(HttpRequest.newBuilder(URI.create(base + path)).GET());
    }

    /// Posts values with the session's token, as a form of the last page would.
    Answer post(ShownPage.Form form, Map<String, List<String>> values, File... files) {
        Map<String, List<String>> all = new HashMap<>(values);
        all.putIfAbsent("_csrf", List.of(token));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + form.action()));
        if (form.multipart()) {
            request.header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(parts(all, files)));
        } else {
            request.header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(encoded(all)));
        }
        return ask(request);
    }

    private Answer ask(HttpRequest.Builder request) {
        List<String> pairs = new ArrayList<>();
        cookies.forEach((name, value) -> pairs.add(name + "=" + value));
        request.header("Accept", "text/html").header("Cookie", String.join("; ", pairs));
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            answer.headers().allValues("Set-Cookie").forEach(c -> {
                String[] pair = c.split(";", 2)[0].split("=", 2);
                cookies.put(pair[0], pair[1]);
            });
            remember(answer.body());
            String location = answer.headers().firstValue("Location").orElse("");
            return new Answer(answer.statusCode(), location.replace(base, ""), answer.body());
        } catch (IOException e) {
            throw new AssertionError("no answer to " + request.build().uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void remember(String html) {
        int at = html.indexOf("name=\"_csrf\"");
        if (at >= 0) {
            int from = html.indexOf("value=\"", at) + 7;
            token = html.substring(from, html.indexOf('"', from));
        }
    }

    private static String encoded(Map<String, List<String>> values) {
        List<String> pairs = new ArrayList<>();
        values.forEach((name, all) -> all.forEach(value -> pairs.add(quoted(name) + "=" + quoted(value))));
        return String.join("&", pairs);
    }

    private static String quoted(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static byte[] parts(Map<String, List<String>> values, File... files) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        values.forEach((name, all) -> all.forEach(value -> body.writeBytes(Objects.requireNonNull(
                ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n")
                        .getBytes(StandardCharsets.UTF_8)))));
        for (File file : files) {
            body.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + file.field()
                            + "\"; filename=\"file.txt\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            body.writeBytes(file.octets());
            body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }
}
