package org.danegate.history;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes reports of the stored figures.
public final class Reports {

    private final History history;

    Reports(History history) {
        this.history = history;
    }

    /// What to report.
    ///
    /// @param sort column to sort by; null for the name
    /// @param search part of a destination, empty for all
    public record Query(
            Report report, HistoryRange range, @Nullable ReportColumn sort, boolean descending, String search) {}

    /// The rows, in order. Those without a value in any column are left out.
    public List<ReportRow> rows(Query query) {
        Comparator<ReportRow> order = order(query.sort());
        return all(query).stream()
                .filter(row -> row.name().contains(query.search()))
                .sorted((query.descending() ? order.reversed() : order).thenComparing(ReportRow::name))
                .toList();
    }

    private static Comparator<ReportRow> order(@Nullable ReportColumn sort) {
        return sort == null
                ? Comparator.comparing(ReportRow::name)
                : Comparator.comparingDouble(row -> known(sort.of(row.figures())));
    }

    /// Sorts what is not known below everything that is.
    private static double known(double value) {
        return Double.isNaN(value) ? -1 : value;
    }

    private List<ReportRow> all(Query query) {
        return unfiltered(query).stream()
                .filter(row -> query.report().columns().stream().anyMatch(column -> column.of(row.figures()) > 0))
                .toList();
    }

    private List<ReportRow> unfiltered(Query query) {
        if (query.report().byDestination()) {
            return history.byDestination(query.range().from(), query.range().to()).entrySet().stream()
                    .map(entry -> new ReportRow(entry.getKey(), entry.getValue()))
                    .toList();
        }
        return history.series(Slice.TOTAL, query.range()).entrySet().stream()
                .map(entry -> new ReportRow(entry.getKey().toString(), entry.getValue()))
                .toList();
    }
}
