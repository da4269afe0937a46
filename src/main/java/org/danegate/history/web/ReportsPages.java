package org.danegate.history.web;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.danegate.history.HistoryRange;
import org.danegate.history.Report;
import org.danegate.history.ReportCsv;
import org.danegate.history.ReportRow;
import org.danegate.history.Reports;
import org.danegate.history.Slice;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Monitor > Reports.
@Controller
@RequestMapping("/monitor/reports")
class ReportsPages {

    /// The most rows of a page; the file has all of them.
    private static final int ROWS = 500;

    private final Reports reports;
    private final InstantSource clock;

    ReportsPages(Reports reports, InstantSource clock) {
        this.reports = reports;
        this.clock = clock;
    }

    /// A row in words.
    ///
    /// @param destination its page's domain; null when the row is not a destination's
    public record Line(String name, @Nullable String destination, List<String> values) {}

    @GetMapping
    String first() {
        return "redirect:/monitor/reports/" + Report.TLS_CONNECTIONS.key();
    }

    /// The report that the address asks for; empty values have the report's default.
    @ModelAttribute("ask")
    @Nullable
    AskedReport ask(
            @PathVariable(required = false) @Nullable String report,
            @RequestParam(defaultValue = "24h") String range,
            @RequestParam(required = false) @Nullable String sort,
            @RequestParam(required = false) @Nullable String order,
            @RequestParam(defaultValue = "") String q) {
        return report == null ? null : AskedReport.of(report, range, sort, order, q);
    }

    @GetMapping("/{report}")
    String show(@ModelAttribute("ask") AskedReport ask, Model model) {
        List<ReportRow> rows = reports.rows(ask.query(clock.instant()));
        model.addAttribute("reports", Report.values());
        model.addAttribute("spans", HistoryRange.Span.values());
        model.addAttribute("count", rows.size());
        model.addAttribute(
                "lines",
                rows.stream().limit(ROWS).map(row -> line(ask.report(), row)).toList());
        return "history/report";
    }

    @GetMapping("/{report}/-/export.csv")
    ResponseEntity<String> export(@ModelAttribute("ask") AskedReport ask) {
        Reports.Query query = ask.query(clock.instant());
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("text/csv;charset=UTF-8"))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"" + ask.report().key() + "-" + ask.range() + ".csv\"")
                .body(ReportCsv.of(ask.report(), query.range(), reports.rows(query)));
    }

    private static Line line(Report report, ReportRow row) {
        List<String> values = report.columns().stream()
                .map(column -> Shown.value(column.unit(), column.of(row.figures())))
                .toList();
        if (!report.byDestination()) {
            return new Line(Shown.time(Instant.parse(row.name())), null, values);
        }
        boolean others = row.name().equals(Slice.OTHERS);
        return new Line(row.name(), others ? null : row.name(), values);
    }
}
