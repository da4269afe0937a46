package org.danegate.access;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.web.util.matcher.RequestMatcher;

/// A request that a script of an open page makes by itself: refreshed rows, a stream, a fragment. Nobody reads its
/// answer as a page, so it is never redirected. It is refused with 401; the page's script then reloads the page itself,
/// and that request is redirected. Browsers mark such requests with `Sec-Fetch-Mode` (Fetch Metadata, section 2.2); a
/// request with neither this header nor `HX-Request` counts as one that a person reads.
enum BackgroundRequest implements RequestMatcher {
    MATCHER;

    @Override
    public boolean matches(HttpServletRequest request) {
        String mode = request.getHeader("Sec-Fetch-Mode");
        return request.getHeader("HX-Request") != null || mode != null && !mode.equals("navigate");
    }
}
