package org.danegate.practice;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// What a practice web server answers.
///
/// @param status HTTP status
/// @param headers lines such as `Content-Type: text/plain`, without those about length
/// @param body its octets are UTF-8
/// @param silence how long the server waits before it answers
public record WebPage(int status, List<String> headers, String body, Duration silence) {

    private static final String PLAIN_TEXT = "Content-Type: text/plain; charset=utf-8";

    public WebPage {
        headers = List.copyOf(headers);
    }

    /// A page of plain text, answered at once.
    public static WebPage text(String body) {
        return new WebPage(200, List.of(PLAIN_TEXT), body, Duration.ZERO);
    }

    /// A policy of MTA-STS.
    ///
    /// @param mode `enforce`, `testing` or `none`
    /// @param maxAge seconds
    /// @param mx patterns
    public static WebPage policy(String mode, long maxAge, String... mx) {
        StringBuilder body = new StringBuilder("version: STSv1\r\nmode: " + mode + "\r\n");
        for (String pattern : mx) {
            body.append("mx: ").append(pattern).append("\r\n");
        }
        return text(body.append("max_age: ").append(maxAge).append("\r\n").toString());
    }

    /// A page with that status and nothing else.
    public static WebPage status(int status, String... headers) {
        return new WebPage(status, List.of(headers), "", Duration.ZERO);
    }

    /// The same, answered later.
    public WebPage after(Duration wait) {
        return new WebPage(status, headers, body, wait);
    }

    byte[] octets() {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Practice\r\n");
        headers.forEach(line -> head.append(line).append("\r\n"));
        head.append("Content-Length: ").append(content.length).append("\r\nConnection: close\r\n\r\n");
        byte[] before = head.toString().getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[before.length + content.length];
        System.arraycopy(before, 0, all, 0, before.length);
        System.arraycopy(content, 0, all, before.length, content.length);
        return all;
    }
}
