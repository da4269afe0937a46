package org.danegate.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/// Limits HTTP Basic to scripts. A browser remembers a typed password and sends it along with any request that another
/// site makes it send. So a request with a browser's marks is refused before its password is checked, whichever site
/// sent it, and a browser never gets a challenge for a password ([ProblemResponses]). No page of the console needs
/// HTTP Basic.
final class BrowserPasswords extends OncePerRequestFilter {

    static final String REFUSED =
            "HTTP Basic is for scripts and not taken from a browser. Use the console's pages or a bearer token.";

    private static final String SCHEME = "Basic ";

    /// Headers that browsers add and a page's script cannot remove (Fetch, section 2.2.2, forbidden
    /// request-headers), and headers that browsers without Fetch Metadata add at least. `Sec-Fetch-Mode` is not
    /// among them, because HTTP clients outside browsers send it too.
    private static final List<String> MARKS = List.of(
            HttpHeaders.ORIGIN,
            HttpHeaders.REFERER,
            "Sec-Fetch-Site",
            "Sec-Fetch-Dest",
            "Sec-Fetch-User",
            "Upgrade-Insecure-Requests");

    private final ProblemResponses problems;

    BrowserPasswords(ProblemResponses problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        boolean basic = header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        if (basic && isBrowsers(request)) {
            problems.refuse(request, response, REFUSED);
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean isBrowsers(HttpServletRequest request) {
        return MARKS.stream().anyMatch(mark -> request.getHeader(mark) != null);
    }

    /// Whether the client may be a browser. It then gets no challenge, which a browser would answer with a password
    /// window. Every browser calls itself `Mozilla/5.0`, and so do tools that drive one; PowerShell does too and
    /// needs the challenge.
    static boolean mayBeBrowsers(HttpServletRequest request) {
        String agent = request.getHeader(HttpHeaders.USER_AGENT);
        boolean named = agent != null && agent.startsWith("Mozilla/") && !agent.contains("PowerShell");
        return named || isBrowsers(request);
    }
}
