package org.danegate.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.danegate.seal.Seal;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/// Recognizes browsers in which a user has signed in before, by a cookie that carries only this fact (OWASP, device
/// cookies against guessing). Attempts from such a browser are counted separately, so that guessing from the same
/// address, behind one proxy or one office's gateway, never makes its user wait.
final class KnownBrowsers {

    static final String COOKIE = "DANEGATE_KNOWN";

    /// How long a browser is known.
    static final Duration KNOWN_FOR = Duration.ofDays(90);

    private static final int PARTS = 3;

    private final Seal seal;
    private final InstantSource clock;

    KnownBrowsers(Seal seal, InstantSource clock) {
        this.seal = seal;
        this.clock = clock;
    }

    /// The text of a request's cookie, null for none.
    static @Nullable String cookieOf(HttpServletRequest request) {
        return request.getCookies() == null
                ? null
                : Arrays.stream(request.getCookies())
                        .filter(cookie -> cookie.getName().equals(COOKIE))
                        .map(jakarta.servlet.http.Cookie::getValue)
                        .findFirst()
                        .orElse(null);
    }

    /// The browser's own name, if the cookie is ours, has not expired and belongs to this user.
    Optional<String> of(String user, @Nullable String cookie) {
        String[] parts = cookie == null ? new String[0] : cookie.split("\\.", -1);
        if (parts.length != PARTS || !parts[0].matches("[0-9]{1,12}")) {
            return Optional.empty();
        }
        byte[] right = sign(user, parts[0], parts[1]).getBytes(StandardCharsets.US_ASCII);
        boolean ours = MessageDigest.isEqual(right, parts[2].getBytes(StandardCharsets.UTF_8));
        boolean inTime = clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(parts[0])));
        return ours && inTime ? Optional.of("browser " + parts[1]) : Optional.empty();
    }

    /// Sets the cookie that remembers the user's sign-in.
    void remember(String user, HttpServletRequest request, HttpServletResponse response) {
        String until = String.valueOf(clock.instant().plus(KNOWN_FOR).getEpochSecond());
        String name = UUID.randomUUID().toString();
        String path = request.getContextPath();
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(COOKIE, until + "." + name + "." + sign(user, until, name))
                        .path(path.isEmpty() ? "/" : path)
                        .maxAge(KNOWN_FOR)
                        .httpOnly(true)
                        .secure(request.isSecure())
                        .sameSite("Strict")
                        .build()
                        .toString());
    }

    private String sign(String user, String until, String name) {
        return seal.sign("known browser " + until + " " + name + " " + user.toLowerCase(java.util.Locale.ROOT));
    }
}
