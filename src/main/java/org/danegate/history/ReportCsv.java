package org.danegate.history;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.danegate.console.CsvCell;

/// A report as a CSV file (RFC 4180): the begin and the end of the range in each row, in seconds since 1970-01-01 UTC
/// and in ISO 8601, then the row's name and all columns by their keys, with plain numbers.
public final class ReportCsv {

    private ReportCsv() {}

    /// The file, with CRLF line ends.
    public static String of(Report report, HistoryRange range, List<ReportRow> rows) {
        String head = Stream.concat(
                        Stream.of(
                                "beginTimestamp",
                                "endTimestamp",
                                "beginDate",
                                "endDate",
                                report.byDestination() ? "destination" : "time"),
                        report.columns().stream().map(ReportColumn::key))
                .collect(Collectors.joining(",", "", "\r\n"));
        return rows.stream().map(row -> line(report, range, row)).collect(Collectors.joining("", head, ""));
    }

    private static String line(Report report, HistoryRange range, ReportRow row) {
        return Stream.concat(
                        Stream.of(
                                String.valueOf(range.from().getEpochSecond()),
                                String.valueOf(range.to().getEpochSecond()),
                                range.from().toString(),
                                range.to().toString(),
                                CsvCell.of(row.name())),
                        report.columns().stream().map(column -> value(column, row)))
                .collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String value(ReportColumn column, ReportRow row) {
        double value = column.of(row.figures());
        if (Double.isNaN(value)) {
            return "";
        }
        return value == Math.rint(value) ? String.valueOf((long) value) : String.format(Locale.ROOT, "%.3f", value);
    }
}
