package org.danegate.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Returns to the form when a file was larger than the server accepts. In such a request the first call that asks for a
/// parameter fails, and that call is the check of the CSRF token. No controller ever sees the request, and the error
/// page could not read its parameters either. So this filter comes before all others.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class OversizedUploads extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (InvalidParameterException e) {
            if (e.getErrorCode() != HttpStatus.CONTENT_TOO_LARGE.value()
                    || response.isCommitted()
                    || !String.valueOf(request.getContentType()).startsWith(MediaType.MULTIPART_FORM_DATA_VALUE)) {
                throw e;
            }
            response.reset();
            response.setStatus(HttpStatus.SEE_OTHER.value());
            // The address as it came, still encoded: it is one of this server's.
            response.setHeader(
                    HttpHeaders.LOCATION,
                    request.getRequestURI().replaceFirst("^/+", "/") + "?" + UploadLimit.TOO_LARGE);
        }
    }
}
