package org.danegate.monitor.web;

import java.security.Principal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.danegate.monitor.DeliveryStatus;
import org.danegate.monitor.Destination;
import org.danegate.monitor.Retry;
import org.danegate.monitor.StatusQuery;
import org.danegate.monitor.StatusReport;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Delivery Status for scripts; the responses follow the contract.
@RestController
@RequestMapping("/api/v1/delivery-status")
class DeliveryStatusApi {

    private final DeliveryStatus status;
    private final InstantSource clock;

    DeliveryStatusApi(DeliveryStatus status, InstantSource clock) {
        this.status = status;
        this.clock = clock;
    }

    @GetMapping
    Listing list(
            @RequestParam(defaultValue = "activeRecipients") String sort,
            @RequestParam(defaultValue = "desc") String order,
            @RequestParam(defaultValue = "100") int limit) {
        StatusReport report = status.report(query(sort, order, limit));
        return new Listing(
                report.updatedAt(),
                report.since(),
                report.totals(),
                report.destinations().stream()
                        .map(d -> DestinationSummary.of(d, report.updatedAt()))
                        .toList());
    }

    @GetMapping("/{domain}")
    DestinationDetails details(@PathVariable String domain) {
        Destination destination = known(domain);
        return DestinationDetails.of(
                destination,
                status.reasons(destination.domain()),
                clock.instant(),
                LastTry.of(status.outcome(destination.domain())));
    }

    @PostMapping("/{domain}/retry")
    Retried retry(@PathVariable String domain, Principal principal) {
        String known = known(domain).domain();
        return switch (status.retry(known, principal.getName())) {
            case Retry.NothingWaits ignored -> new Retried(known, "NOTHING_WAITS", 0, 0, 0, 0, null);
            case Retry.Suspended s -> new Retried(known, "SUSPENDED", 0, 0, 0, s.waiting(), null);
            case Retry.Released r ->
                new Retried(
                        known,
                        "RELEASED",
                        r.recipients(),
                        r.inDelivery(),
                        r.held(),
                        0,
                        r.notBefore().equals(Instant.MIN) ? null : r.notBefore());
        };
    }

    @PostMapping("/retry")
    Retry.All retryAll(Principal principal) {
        return status.retryAll(principal.getName());
    }

    private Destination known(String domain) {
        return Words.domain(domain)
                .flatMap(status::find)
                .orElseThrow(() -> problem(
                        HttpStatus.NOT_FOUND,
                        "Nothing waits for this destination and it has not been tried since counting began."));
    }

    private static StatusQuery query(String sort, String order, int limit) {
        try {
            return StatusQuery.of(sort, order, limit, "", "all");
        } catch (IllegalArgumentException e) {
            throw problem(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private static ErrorResponseException problem(HttpStatus status, String detail) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    }

    record Listing(
            Instant updatedAt, Instant since, StatusReport.Totals totals, List<DestinationSummary> destinations) {}

    /// The result of a retry.
    ///
    /// @param recipients recipients that are due now
    /// @param suspended recipients that are not tried because delivery is suspended
    record Retried(
            String domain,
            String outcome,
            int recipients,
            int inDelivery,
            int held,
            int suspended,
            @Nullable Instant notBefore) {}
}
