package org.danegate.access;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.Charset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.tomcat.util.http.CookieProcessor;
import org.apache.tomcat.util.http.MimeHeaders;
import org.apache.tomcat.util.http.ServerCookies;
import org.jspecify.annotations.Nullable;

/// Adapts cookies to the browser's view: `Secure` when it speaks TLS with us or with a trusted proxy, and the path that
/// the browser requests. The web server writes the session's cookie and knows neither.
///
/// @param secure whether the browser speaks TLS
/// @param prefix path that replaces the context path, null for none
record FrontCookies(boolean secure, @Nullable String prefix) {

    /// Request attribute that holds this.
    static final String ATTRIBUTE = FrontCookies.class.getName();

    private static final Pattern PATH = Pattern.compile("(?i)(;\\s*Path=)([^;]*)");
    private static final Pattern SECURE = Pattern.compile("(?i);\\s*Secure\\s*(?:;|$)");

    /// The value of a `Set-Cookie` header with both adaptations.
    ///
    /// @param context the context path as the web server knows it
    String fit(String header, String context) {
        String fitted = secure && !SECURE.matcher(header).find() ? header + "; Secure" : header;
        Matcher path = PATH.matcher(fitted);
        return prefix == null || !path.find()
                ? fitted
                : fitted.substring(0, path.start(2))
                        + path(path.group(2), context, prefix)
                        + fitted.substring(path.end(2));
    }

    private static String path(String path, String context, String prefix) {
        if (!prefix.isEmpty() && (path.equals(prefix) || path.startsWith(prefix + "/"))) {
            return path;
        }
        String rest = path.startsWith(context) ? path.substring(context.length()) : path;
        String whole = prefix + (rest.equals("/") ? "" : rest);
        return whole.isEmpty() ? "/" : whole;
    }

    /// The web server's own cookie processor, with both adaptations.
    record Processor(CookieProcessor plain) implements CookieProcessor {

        @Override
        public void parseCookieHeader(MimeHeaders headers, ServerCookies cookies) {
            plain.parseCookieHeader(headers, cookies);
        }

        @Override
        public String generateHeader(Cookie cookie, HttpServletRequest request) {
            String header = plain.generateHeader(cookie, request);
            return request != null && request.getAttribute(ATTRIBUTE) instanceof FrontCookies front
                    ? front.fit(header, request.getServletContext().getContextPath())
                    : header;
        }

        @Override
        public Charset getCharset() {
            return plain.getCharset();
        }
    }
}
