package org.danegate.access;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.web.util.matcher.RequestMatcher;

/// A request that a script of an open page makes by itself: rows that are renewed, a stream, a fragment. Nobody reads
/// its answer as a page, so it is never led to another one; it is refused with 401, and the page's script then loads
/// the page itself, which is led to where it belongs. Browsers say so in `Sec-Fetch-Mode` (Fetch Metadata, section
/// 2.2); who sends neither header is taken for somebody who reads.
enum BackgroundRequest implements RequestMatcher {
    MATCHER;

    @Override
    public boolean matches(HttpServletRequest request) {
        String mode = request.getHeader("Sec-Fetch-Mode");
        return request.getHeader("HX-Request") != null || mode != null && !mode.equals("navigate");
    }
}
