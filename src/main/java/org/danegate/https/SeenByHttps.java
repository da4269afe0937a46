package org.danegate.https;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.servlet.HandlerInterceptor;

/// Sees signed-in users who use the console's own HTTPS.
///
/// @param https is told of them
record SeenByHttps(ConsoleHttps https) implements HandlerInterceptor {

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.isSecure() && request.getUserPrincipal() != null) {
            https.seen(request.getLocalPort());
        }
        return true;
    }
}
