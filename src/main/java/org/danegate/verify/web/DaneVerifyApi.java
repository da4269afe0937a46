package org.danegate.verify.web;

import org.danegate.address.DomainName;
import org.danegate.verify.StsSection;
import org.danegate.verify.Verification;
import org.danegate.verify.VerifyRuns;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// daneverify for scripts.
@RestController
class DaneVerifyApi {

    private final VerifyRuns runs;

    private final StsSection sts;

    DaneVerifyApi(VerifyRuns runs, StsSection sts) {
        this.runs = runs;
        this.sts = sts;
    }

    record Request(@Nullable String domain) {}

    @PostMapping("/api/v1/daneverify")
    Verification.Report verify(@RequestBody Request request) {
        DomainName domain = DomainField.read(request.domain())
                .orElseThrow(() -> problem(HttpStatus.BAD_REQUEST, "\"domain\" must be a domain name."));
        Verification result = runs.run(domain, stage -> {})
                .orElseThrow(() -> problem(HttpStatus.SERVICE_UNAVAILABLE, DomainField.BUSY));
        return result.report(sts.of(result));
    }

    private static ErrorResponseException problem(HttpStatus status, String detail) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    }
}
