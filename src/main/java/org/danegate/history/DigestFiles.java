package org.danegate.history;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;

/// The files of a digest: each report as CSV.
final class DigestFiles {

    /// Most rows of a file, those with the greatest values first: mail servers refuse what is too large.
    static final int MOST_ROWS = 5000;

    private final Reports reports;

    DigestFiles(Reports reports) {
        this.reports = reports;
    }

    /// A file.
    ///
    /// @param name such as `tls-connections-2026-03-02.csv`, with the day of the end of the range
    record File(String name, String content) {}

    /// The files for a range.
    List<File> of(HistoryRange range) {
        return Arrays.stream(Report.values()).map(report -> file(report, range)).toList();
    }

    private File file(Report report, HistoryRange range) {
        Reports.Query query = new Reports.Query(
                report, range, report.byDestination() ? report.first() : null, report.byDestination(), "");
        List<ReportRow> rows = reports.rows(query).stream().limit(MOST_ROWS).toList();
        LocalDate day = LocalDate.ofInstant(range.to(), ZoneId.systemDefault());
        return new File(report.key() + "-" + day + ".csv", ReportCsv.of(report, range, rows));
    }
}
