package org.danegate.history.web;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.danegate.history.Report;
import org.danegate.history.ReportCsv;
import org.danegate.history.ReportRow;
import org.danegate.history.Reports;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Reports for scripts: as JSON, or as CSV to those that accept nothing else.
@RestController
@RequestMapping("/api/v1/reports")
class ReportsApi {

    private final Reports reports;
    private final InstantSource clock;

    ReportsApi(Reports reports, InstantSource clock) {
        this.reports = reports;
        this.clock = clock;
    }

    /// A report.
    ///
    /// @param rows the name of the row, as `destination` or `time`, and the values by column; octets, seconds and
    ///     percent are plain numbers, and null is a mean or a share of nothing
    public record Answer(Instant from, Instant to, List<Map<String, @Nullable Object>> rows) {}

    @GetMapping(path = "/{report}", produces = MediaType.APPLICATION_JSON_VALUE)
    Answer json(
            @PathVariable String report,
            @RequestParam(defaultValue = "24h") String range,
            @RequestParam(required = false) @Nullable String sort,
            @RequestParam(required = false) @Nullable String order,
            @RequestParam(defaultValue = "") String q) {
        AskedReport ask = AskedReport.of(report, range, sort, order, q);
        Reports.Query query = ask.query(clock.instant());
        return new Answer(
                query.range().from(),
                query.range().to(),
                reports.rows(query).stream().map(row -> row(ask.report(), row)).toList());
    }

    @GetMapping(path = "/{report}", produces = "text/csv;charset=UTF-8")
    String csv(
            @PathVariable String report,
            @RequestParam(defaultValue = "24h") String range,
            @RequestParam(required = false) @Nullable String sort,
            @RequestParam(required = false) @Nullable String order,
            @RequestParam(defaultValue = "") String q) {
        AskedReport ask = AskedReport.of(report, range, sort, order, q);
        Reports.Query query = ask.query(clock.instant());
        return ReportCsv.of(ask.report(), query.range(), reports.rows(query));
    }

    private static Map<String, @Nullable Object> row(Report report, ReportRow row) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put(report.byDestination() ? "destination" : "time", row.name());
        report.columns().forEach(column -> values.put(column.key(), plain(column.of(row.figures()))));
        return values;
    }

    private static @Nullable Object plain(double value) {
        if (Double.isNaN(value)) {
            return null;
        }
        return value == Math.rint(value) ? (Object) (long) value : (Object) value;
    }
}
