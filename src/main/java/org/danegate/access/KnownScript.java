package org.danegate.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/// Runs after the check of a script's credentials and rights, and allows its body to be read from there on.
final class KnownScript extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        boolean known = who != null && who.isAuthenticated() && !(who instanceof AnonymousAuthenticationToken);
        long most = ConsoleLimits.STRANGERS_BODY;
        if (known) {
            most = UploadRoutes.takesFile(request.getMethod(), request.getServletPath())
                    ? ConsoleLimits.UPLOAD
                    : ConsoleLimits.FORM;
        }
        if (known && request.getAttribute(RequestDoor.ATTRIBUTE) instanceof RequestDoor.Visit visit) {
            visit.known(most);
        }
        if (request.getContentLengthLong() > most) {
            response.sendError(HttpStatus.CONTENT_TOO_LARGE.value());
        } else {
            chain.doFilter(request, response);
        }
    }
}
