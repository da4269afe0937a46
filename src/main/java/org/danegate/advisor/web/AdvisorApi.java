package org.danegate.advisor.web;

import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.advisor.Advisor;
import org.danegate.config.WorkingPolicy;
import org.danegate.wording.Wording;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Advice for scripts.
@RestController
@RequestMapping("/api/v1/advisor")
class AdvisorApi {

    private final Advisor advisor;
    private final WorkingPolicy working;
    private final AdviceList list;

    AdvisorApi(Advisor advisor, WorkingPolicy working) {
        this.advisor = advisor;
        this.working = working;
        this.list = new AdviceList(advisor, working);
    }

    /// All advice and the fallback ledger.
    ///
    /// @param ledger the newest rows first
    public record Answer(List<ShownAdvice> advice, List<ShownLedgerRow> ledger) {}

    @GetMapping
    Answer all() {
        return new Answer(list.advice(Wording::english).toList(), list.ledger(Wording::english));
    }

    @GetMapping("/{domain}")
    ShownDomain domain(@PathVariable String domain) {
        DomainName name = AdvisorPages.name(domain)
                .orElseThrow(() -> new ErrorResponseException(
                        HttpStatus.NOT_FOUND,
                        ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, domain + " is not a domain name."),
                        null));
        return ShownDomain.of(
                advisor.past(name), advisor.of(name), working.policy().destinationControls(), Wording::english);
    }
}
