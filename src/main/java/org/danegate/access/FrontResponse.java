package org.danegate.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/// A response as seen from in front of a proxy. Redirects to the console itself contain only a path, so that the
/// browser keeps the scheme, host and port that it used, which only the browser knows for sure.
final class FrontResponse extends HttpServletResponseWrapper {

    private final HttpServletRequest request;

    FrontResponse(HttpServletRequest request, HttpServletResponse response) {
        super(response);
        this.request = request;
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        sendRedirect(location, SC_FOUND, true);
    }

    @Override
    public void sendRedirect(String location, int status) throws IOException {
        sendRedirect(location, status, true);
    }

    @Override
    public void sendRedirect(String location, boolean clear) throws IOException {
        sendRedirect(location, SC_FOUND, clear);
    }

    @Override
    public void sendRedirect(String location, int status, boolean clear) throws IOException {
        super.sendRedirect(own(location), status, clear);
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        super.setHeader(name, fit(name, value));
    }

    @Override
    public void addHeader(String name, @Nullable String value) {
        super.addHeader(name, fit(name, value));
    }

    private @Nullable String fit(String name, @Nullable String value) {
        if (value == null) {
            return null;
        }
        if (name.equalsIgnoreCase(HttpHeaders.LOCATION)) {
            return own(value);
        }
        return name.equalsIgnoreCase(HttpHeaders.SET_COOKIE)
                        && request.getAttribute(FrontCookies.ATTRIBUTE) instanceof FrontCookies front
                ? front.fit(value, request.getServletContext().getContextPath())
                : value;
    }

    /// Only the path when the address is one of this server's.
    private String own(String location) {
        if (!location.regionMatches(true, 0, "http", 0, 4)) {
            return location;
        }
        try {
            URI address = URI.create(location);
            if (!request.getServerName().equalsIgnoreCase(address.getHost())
                    || port(address) != request.getServerPort()) {
                return location;
            }
            return path(address);
        } catch (IllegalArgumentException e) {
            return location;
        }
    }

    /// The path with query and fragment.
    private static String path(URI address) {
        String path = address.getRawPath();
        String query = address.getRawQuery();
        String fragment = address.getRawFragment();
        return (path == null || path.isEmpty() || path.startsWith("//") ? "/" : path)
                + (query == null ? "" : "?" + query)
                + (fragment == null ? "" : "#" + fragment);
    }

    private static int port(URI address) {
        return address.getPort() >= 0 ? address.getPort() : "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
    }
}
