package org.danegate.access;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds the address of the console that passkeys belong to: `danegate.console.public-url`, or without it the address
/// of the request, which behind a trusted proxy is what the proxy says. With a public URL it does not matter how the
/// request came here, because the browser itself refuses passkeys of another origin.
public final class PasskeyPlaces {

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[.*]|.*:.*");
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final @Nullable PasskeyPlace fixed;

    /// @param publicUrl address of the console as browsers have it; empty to take it from each request
    /// @throws IllegalArgumentException when it is no address
    PasskeyPlaces(String publicUrl) {
        this.fixed = publicUrl.isBlank() ? null : of(publicUrl.strip());
    }

    /// The place of the page that a browser asks for.
    public PasskeyPlace of(HttpServletRequest request) {
        return fixed == null ? of(request.getScheme(), request.getServerName(), request.getServerPort()) : fixed;
    }

    private static PasskeyPlace of(String publicUrl) {
        try {
            URI address = URI.create(publicUrl);
            String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
            if (address.getHost() != null && scheme.matches("https?")) {
                return of(scheme, address.getHost(), address.getPort());
            }
        } catch (IllegalArgumentException e) {
            throw refused(publicUrl, e);
        }
        throw refused(publicUrl, null);
    }

    private static IllegalArgumentException refused(String publicUrl, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "danegate.console.public-url: \"" + publicUrl
                        + "\" is no address of a console, such as https://console.example.net.",
                cause);
    }

    /// @param port negative for the scheme's own
    private static PasskeyPlace of(String scheme, String host, int port) {
        String name = host.toLowerCase(Locale.ROOT);
        if (ADDRESS.matcher(name).matches()) {
            return new PasskeyPlace.Off(PasskeyPlace.Reason.ADDRESS);
        }
        boolean secure = scheme.equals("https");
        if (!secure && !name.equals("localhost") && !name.endsWith(".localhost")) {
            return new PasskeyPlace.Off(PasskeyPlace.Reason.PLAIN);
        }
        boolean usual = port < 0 || port == (secure ? HTTPS : HTTP);
        return new PasskeyPlace.On(name, scheme + "://" + name + (usual ? "" : ":" + port));
    }
}
