package org.danegate.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A request without the headers that proxies write, except those whose values were checked.
final class CleanRequest extends HttpServletRequestWrapper {

    private final String client;
    private final String peer;
    private final Map<String, String> kept = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /// @param client the client that counts as the sender
    /// @param told values from a trusted proxy, null when no proxy is trusted
    CleanRequest(HttpServletRequest request, String client, @Nullable ForwardedRequest told) {
        super(request);
        this.client = client;
        this.peer = request.getRemoteAddr();
        if (told != null) {
            keep("X-Forwarded-Proto", told.scheme());
            keep("X-Forwarded-Host", told.host());
            keep("X-Forwarded-Port", told.port());
            keep("X-Forwarded-Prefix", told.prefix());
        }
    }

    private void keep(String name, @Nullable String value) {
        if (value != null) {
            kept.put(name, value);
        }
    }

    private static boolean isProxys(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("x-forwarded-") || lower.equals("forwarded") || lower.equals("x-real-ip");
    }

    @Override
    public @Nullable String getHeader(String name) {
        return isProxys(name) ? kept.get(name) : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        if (!isProxys(name)) {
            return super.getHeaders(name);
        }
        String value = kept.get(name);
        return Collections.enumeration(value == null ? List.of() : List.of(value));
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        List<String> names = Collections.list(super.getHeaderNames());
        names.removeIf(CleanRequest::isProxys);
        names.addAll(kept.keySet());
        return Collections.enumeration(names);
    }

    @Override
    public String getRemoteAddr() {
        return client;
    }

    @Override
    public String getRemoteHost() {
        return client.equals(peer) ? super.getRemoteHost() : client;
    }
}
