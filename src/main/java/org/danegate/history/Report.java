package org.danegate.history;

import static org.danegate.history.ReportColumn.*;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The reports, with their columns.
public enum Report {
    /// Which partners have TLS and DANE, and which fail.
    TLS_CONNECTIONS(
            "tls-connections",
            true,
            TLS_FAILED,
            CONNECTIONS,
            CONNECTIONS_FAILED,
            TLS_SUCCESS,
            TLS_FAILED,
            CLEAR,
            TLS_SHARE,
            DANE_SUCCESS,
            DANE_FALLBACK,
            DANE_FAIL,
            DANE_WAITING),
    /// What became of the mail for each destination.
    OUTGOING_DESTINATIONS(
            "outgoing-destinations",
            true,
            DELIVERED,
            DELIVERED,
            SOFT_BOUNCED,
            HARD_BOUNCED,
            EXPIRED,
            MOST_ACTIVE,
            OLDEST,
            DELAY,
            TLS_SHARE,
            DANE_SUCCESS,
            DANE_FALLBACK,
            DANE_FAIL),
    /// What this node did over time, and what it cost.
    SYSTEM_CAPACITY(
            "system-capacity",
            false,
            ACCEPTED,
            ACCEPTED,
            ACCEPTED_OCTETS,
            CONNECTIONS_IN,
            DELIVERED,
            CONNECTIONS,
            DELAY,
            MOST_ACTIVE,
            OLDEST,
            PROCESSOR,
            MEMORY);

    private final String key;
    private final boolean byDestination;
    private final ReportColumn first;
    private final List<ReportColumn> columns;

    Report(String key, boolean byDestination, ReportColumn first, ReportColumn... columns) {
        this.key = key;
        this.byDestination = byDestination;
        this.first = first;
        this.columns = List.of(columns);
    }

    /// The name in addresses, such as `tls-connections`.
    public String key() {
        return key;
    }

    /// Whether it has a row for each destination; otherwise one for each stretch of time.
    public boolean byDestination() {
        return byDestination;
    }

    /// The column that rows are sorted by unless another one is asked for, the greatest value first.
    public ReportColumn first() {
        return first;
    }

    /// The columns in order.
    public List<ReportColumn> columns() {
        return columns;
    }

    /// The report with a name.
    public static Optional<Report> ofKey(String key) {
        return Arrays.stream(values()).filter(report -> report.key.equals(key)).findFirst();
    }
}
