package org.danegate.console.web;

import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/// Answers faults in scripts' requests with problem documents (RFC 9457). Pages have {@link FailedRequests} instead.
@RestControllerAdvice(annotations = RestController.class)
class ApiProblems extends ResponseEntityExceptionHandler {

    /// An unknown property is reported by name and never ignored.
    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException ex, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (!(ex.getCause() instanceof UnrecognizedPropertyException unknown)) {
            return super.handleHttpMessageNotReadable(ex, headers, status, request);
        }
        Collection<Object> known = unknown.getKnownPropertyIds();
        String detail = "Unknown property: " + unknown.getPropertyName() + ". Known: "
                + known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", ")) + ".";
        return handleExceptionInternal(ex, ProblemDetail.forStatusAndDetail(status, detail), headers, status, request);
    }
}
