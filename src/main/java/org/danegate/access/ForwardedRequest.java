package org.danegate.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A proxy's headers about the request that it passes on: `X-Forwarded-For`, `-Proto`, `-Host`, `-Port` and `-Prefix`,
/// and RFC 7239 `Forwarded` from a proxy that sends none of them. Most proxies set the first kind and pass on a
/// client's `Forwarded` unchanged, so `Forwarded` counts only when it is the only one.
///
/// @param chain addresses of the client and of the proxies before the last one, in the order of the path
/// @param scheme `http` or `https`, null when not given
/// @param host name and perhaps port, as the browser has it, null when not given
/// @param port port, null when not given
/// @param prefix path that the proxy removes, such as `/danegate`; empty for none, null when not given
record ForwardedRequest(
        List<String> chain,
        @Nullable String scheme,
        @Nullable String host,
        @Nullable String port,
        @Nullable String prefix) {

    private static final Pattern SCHEME = Pattern.compile("https?");
    private static final Pattern HOST =
            Pattern.compile("(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,253})|\\[[0-9A-Fa-f:.]{2,45}])(?::[0-9]{1,5})?");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    /// Path segments that cannot lead outside: no `//`, `.` or `..`.
    private static final Pattern PREFIX = Pattern.compile("(?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._~-]{1,64}){0,8}/?");
    /// One pair of a `Forwarded` element, its value a token or quoted.
    private static final Pattern PAIR =
            Pattern.compile("(?i)(for|proto|host)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^;,\\s\"]*))");

    private static final List<String> NAMES = List.of(
            "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Prefix");

    /// Reads the headers of a request whose sender is trusted.
    static ForwardedRequest of(HttpServletRequest request) {
        boolean plain = NAMES.stream().anyMatch(name -> request.getHeader(name) != null);
        return plain ? ofPlain(request) : ofStandard(elements(request, "Forwarded"));
    }

    private static ForwardedRequest ofPlain(HttpServletRequest request) {
        return new ForwardedRequest(
                elements(request, "X-Forwarded-For"),
                first(elements(request, "X-Forwarded-Proto"), SCHEME),
                first(elements(request, "X-Forwarded-Host"), HOST),
                first(elements(request, "X-Forwarded-Port"), PORT),
                prefix(elements(request, "X-Forwarded-Prefix")));
    }

    private static ForwardedRequest ofStandard(List<String> elements) {
        List<String> clients = new ArrayList<>();
        List<String> schemes = new ArrayList<>();
        List<String> hosts = new ArrayList<>();
        for (String element : elements) {
            Matcher pair = PAIR.matcher(element);
            while (pair.find()) {
                String value = pair.group(2) == null ? pair.group(3) : pair.group(2);
                List<String> into = switch (pair.group(1).toLowerCase(Locale.ROOT)) {
                    case "for" -> clients;
                    case "proto" -> schemes;
                    default -> hosts;
                };
                into.add(value);
            }
        }
        return new ForwardedRequest(clients, first(schemes, SCHEME), first(hosts, HOST), null, null);
    }

    /// Values of all headers of a name, split at their commas.
    private static List<String> elements(HttpServletRequest request, String name) {
        return Collections.list(request.getHeaders(name)).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    private static @Nullable String first(List<String> values, Pattern allowed) {
        String first = values.isEmpty() ? "" : values.getFirst();
        String text = allowed == SCHEME ? first.toLowerCase(Locale.ROOT) : first;
        return allowed.matcher(text).matches() ? text : null;
    }

    private static @Nullable String prefix(List<String> parts) {
        if (parts.isEmpty()
                || !parts.stream().allMatch(part -> PREFIX.matcher(part).matches())) {
            return null;
        }
        StringBuilder whole = new StringBuilder();
        parts.forEach(part -> whole.append(part.endsWith("/") ? part.substring(0, part.length() - 1) : part));
        return whole.toString();
    }
}
