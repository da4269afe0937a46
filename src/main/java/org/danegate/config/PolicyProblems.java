package org.danegate.config;

import java.util.List;
import java.util.Map;
import org.danegate.wording.Fault;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/// Answers of the policy's APIs to requests that change nothing, as problem details (RFC 9457) with `violations`.
public final class PolicyProblems {

    private PolicyProblems() {}

    /// An answer to throw.
    ///
    /// @param violations one object for each fault, left out when there are none
    public static ErrorResponseException of(HttpStatus status, String detail, List<Map<String, Object>> violations) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        if (!violations.isEmpty()) {
            problem.setProperty("violations", violations);
        }
        return new ErrorResponseException(status, problem, null);
    }

    /// Faults of fields of the policy, each with `field` and `message`.
    public static List<Map<String, Object>> fields(List<Fault> faults) {
        return faults.stream()
                .map(f -> Map.<String, Object>of("field", f.field(), "message", f.message()))
                .toList();
    }
}
