package org.danegate.history.web;

import java.time.Instant;
import java.util.Locale;
import org.danegate.history.Report;
import org.danegate.history.ReportColumn;
import org.danegate.history.Reports;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/// The report that an address asks for.
///
/// @param range key of a span
/// @param sort key of a column, or `name`
/// @param order `asc` or `desc`
/// @param q part of a destination
public record AskedReport(Report report, String range, String sort, String order, String q) {

    /// The column of the names of rows.
    static final String NAME = "name";

    /// Reads the parameters of an address; what is missing has the report's default.
    ///
    /// @throws ResponseStatusException 404 for an unknown report, 400 for unknown words
    static AskedReport of(String key, String range, @Nullable String sort, @Nullable String order, String q) {
        Report report = Report.ofKey(key)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such report."));
        String by =
                sort != null ? sort : report.byDestination() ? report.first().key() : NAME;
        String way = order != null ? order : "desc";
        if (!way.equals("asc") && !way.equals("desc")) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "order must be asc or desc");
        }
        Spans.of(range);
        AskedReport asked = new AskedReport(report, range, by, way, q.strip().toLowerCase(Locale.ROOT));
        asked.column();
        return asked;
    }

    /// What to report up to a time.
    Reports.Query query(Instant now) {
        return new Reports.Query(report, Spans.range(range, now), column(), order.equals("desc"), q);
    }

    private @Nullable ReportColumn column() {
        return sort.equals(NAME)
                ? null
                : report.columns().stream()
                        .filter(column -> column.key().equals(sort))
                        .findFirst()
                        .orElseThrow(() -> new ResponseStatusException(
                                HttpStatus.BAD_REQUEST, "This report cannot be sorted like that."));
    }
}
