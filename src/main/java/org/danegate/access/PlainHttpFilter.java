package org.danegate.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.OptionalInt;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/// Sends requests in clear to HTTPS, once HTTPS is ready for them. Health is answered in clear, for probes. Scripts are
/// not redirected, because they have sent their password by then: on this machine they are answered, from elsewhere
/// they are refused. A trusted proxy decides for its own clients. It runs after {@link ProxyFilter}, which knows the
/// client and the browser's scheme.
final class PlainHttpFilter extends OncePerRequestFilter {

    private static final Set<String> READING = Set.of("GET", "HEAD");

    private final TrustedProxies proxies;
    private final OwnTls tls;

    PlainHttpFilter(TrustedProxies proxies, OwnTls tls) {
        this.proxies = proxies;
        this.tls = tls;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        OptionalInt port = request.isSecure() || proxies.trusts(peer(request))
                ? OptionalInt.empty()
                : tls.instead(request.getLocalAddr());
        String path = request.getServletPath();
        boolean script = isBelow(path, "/api") || isBelow(path, "/actuator");
        if (port.isEmpty() || isBelow(path, "/actuator/health") || script && isOfThisMachine(request)) {
            chain.doFilter(request, response);
        } else if (script) {
            refuse(response, port.getAsInt());
        } else if (BackgroundRequest.MATCHER.matches(request)) {
            // The page's script then loads the page again, which is redirected.
            response.sendError(HttpStatus.UNAUTHORIZED.value());
        } else {
            redirect(request, response, port.getAsInt());
        }
    }

    /// The connected peer, also behind a proxy.
    private static String peer(HttpServletRequest request) {
        return request.getAttribute(ProxyFilter.PEER) instanceof String peer ? peer : request.getRemoteAddr();
    }

    private static boolean isBelow(String path, String folder) {
        return path.equals(folder) || path.startsWith(folder + "/");
    }

    private static boolean isOfThisMachine(HttpServletRequest request) {
        return InetAddress.ofLiteral(request.getRemoteAddr()).isLoopbackAddress();
    }

    /// Temporary (RFC 9110 section 15.4): a browser that remembered it could not come back when HTTPS is turned
    /// off. A form is not sent again, because browsers do not take its session's cookie to the other scheme.
    private static void redirect(HttpServletRequest request, HttpServletResponse response, int port) {
        String query = request.getQueryString();
        response.setStatus(
                READING.contains(request.getMethod()) ? HttpStatus.FOUND.value() : HttpStatus.SEE_OTHER.value());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader(
                HttpHeaders.LOCATION,
                "https://" + request.getServerName() + (port == 443 ? "" : ":" + port) + request.getRequestURI()
                        + (query == null ? "" : "?" + query));
    }

    private static void refuse(HttpServletResponse response, int port) throws IOException {
        response.setStatus(HttpStatus.FORBIDDEN.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.getOutputStream().print("""
                {"type":"about:blank","title":"Forbidden","status":403,\
                "detail":"This console answers scripts by HTTPS only, at port %d."}
                """.formatted(port));
    }
}
