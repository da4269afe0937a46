package org.danegate.console.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/// Answers a failed request: with a page for people, with a problem document (RFC 9457) for scripts. Neither shows
/// internals of the server.
@Controller
class FailedRequests implements ErrorController {

    @RequestMapping("/error")
    Object failed(HttpServletRequest request) {
        HttpStatus status = status(request);
        String address = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
        if (forPeople(request, address)) {
            return new ModelAndView(page(status), status);
        }
        ProblemDetail problem = ProblemDetail.forStatus(status);
        problem.setInstance(URI.create(plain(address)));
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    private static String page(HttpStatus status) {
        return switch (status) {
            case NOT_FOUND -> "error/404";
            case FORBIDDEN -> "error/403";
            case METHOD_NOT_ALLOWED -> "error/405";
            case CONFLICT -> "error/409";
            case CONTENT_TOO_LARGE -> "error/413";
            default -> status.is4xxClientError() ? "error/400" : "error/500";
        };
    }

    private static boolean forPeople(HttpServletRequest request, String address) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return !address.startsWith(request.getContextPath() + "/api/")
                && accept != null
                && accept.contains(MediaType.TEXT_HTML_VALUE);
    }

    private static HttpStatus status(HttpServletRequest request) {
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        HttpStatus status = code instanceof Integer number ? HttpStatus.resolve(number) : null;
        return status == null ? HttpStatus.NOT_FOUND : status;
    }

    /// The address, if a URI may contain it as it is.
    private static String plain(String address) {
        return address.matches("[\\w/.~%-]*") && !address.contains("%") ? address : "/";
    }
}
