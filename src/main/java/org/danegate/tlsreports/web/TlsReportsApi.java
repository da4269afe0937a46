package org.danegate.tlsreports.web;

import java.util.List;
import java.util.Map;
import org.danegate.tlsreports.StoredReport;
import org.danegate.tlsreports.TlsReports;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// TLS reports for scripts.
@RestController
@RequestMapping("/api/v1/tlsrpt/reports")
class TlsReportsApi {

    private final TlsReports reports;

    TlsReportsApi(TlsReports reports) {
        this.reports = reports;
    }

    @GetMapping
    List<ShownReport> list() {
        return ShownReport.all(reports);
    }

    /// The JSON of RFC 8460 section 4.4.
    @GetMapping("/{id:.+@.+}")
    Map<String, Object> report(@PathVariable String id) {
        return reports.find(id)
                .map(StoredReport::report)
                .orElseThrow(() -> new ErrorResponseException(
                        HttpStatus.NOT_FOUND,
                        ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, "There is no TLS report " + id + "."),
                        null))
                .json();
    }
}
