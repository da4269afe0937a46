package org.danegate.fleet;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/// On a node without the role console only health and metrics are there; pages and API answer 404.
final class NoConsole extends OncePerRequestFilter {

    private static final String ACTUATOR = "/actuator/";

    private final boolean console;

    /// @param console whether the node has the role
    NoConsole(boolean console) {
        this.console = console;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return console || request.getRequestURI().startsWith(request.getContextPath() + ACTUATOR);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setStatus(HttpStatus.NOT_FOUND.value());
        response.setContentType(MediaType.TEXT_PLAIN_VALUE);
        response.getWriter().write("This node has no console.\n");
    }
}
