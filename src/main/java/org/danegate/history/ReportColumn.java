package org.danegate.history;

import java.util.function.ToDoubleFunction;

/// A column of a report: a value made of figures.
public enum ReportColumn {
    ACCEPTED(Unit.NUMBER, Figure.ACCEPTED_MESSAGES),
    ACCEPTED_OCTETS(Unit.OCTETS, Figure.ACCEPTED_BYTES),
    CONNECTIONS_IN(Unit.NUMBER, Figure.CONNECTIONS_IN),
    DELIVERED(Unit.NUMBER, Figure.DELIVERED),
    SOFT_BOUNCED(Unit.NUMBER, Figure.SOFT_BOUNCED),
    HARD_BOUNCED(Unit.NUMBER, Figure.HARD_BOUNCED),
    EXPIRED(Unit.NUMBER, Figure.EXPIRED),
    MOST_ACTIVE(Unit.NUMBER, Figure.ACTIVE_RECIPIENTS),
    OLDEST(Unit.SECONDS, Figure.OLDEST_SECONDS),
    /// Mean time from acceptance to delivery.
    DELAY(Unit.SECONDS, f -> mean(f.get(Figure.QUEUED_MILLIS) / 1000.0, f.get(Figure.DELIVERED))),
    CONNECTIONS(Unit.NUMBER, Figure.CONNECTIONS_OUT),
    CONNECTIONS_FAILED(Unit.NUMBER, Figure.CONNECTIONS_FAILED),
    TLS_SUCCESS(Unit.NUMBER, Figure.TLS_SUCCESS),
    TLS_FAILED(Unit.NUMBER, Figure.TLS_FAILED),
    CLEAR(Unit.NUMBER, Figure.CLEAR),
    /// Share of the connections that carried mail or tried TLS, and had TLS.
    TLS_SHARE(
            Unit.SHARE,
            f -> mean(
                    100.0 * f.get(Figure.TLS_SUCCESS),
                    f.get(Figure.TLS_SUCCESS) + f.get(Figure.TLS_FAILED) + f.get(Figure.CLEAR))),
    DANE_SUCCESS(Unit.NUMBER, Figure.DANE_SUCCESS),
    DANE_FALLBACK(Unit.NUMBER, Figure.DANE_FALLBACK),
    DANE_FAIL(Unit.NUMBER, Figure.DANE_FAIL),
    DANE_WAITING(Unit.NUMBER, Figure.DANE_WAITING),
    PROCESSOR(Unit.SECONDS, f -> f.get(Figure.PROCESSOR_MILLIS) / 1000.0),
    MEMORY(Unit.OCTETS, f -> (double) (f.get(Figure.MEMORY_MIB) << 20));

    /// What a value counts.
    public enum Unit {
        NUMBER,
        OCTETS,
        SECONDS,
        /// Percent, 0 to 100.
        SHARE
    }

    private final Unit unit;
    private final ToDoubleFunction<Figures> value;

    ReportColumn(Unit unit, Figure figure) {
        this(unit, figures -> figures.get(figure));
    }

    ReportColumn(Unit unit, ToDoubleFunction<Figures> value) {
        this.unit = unit;
        this.value = value;
    }

    private static double mean(double sum, long number) {
        return number == 0 ? Double.NaN : sum / number;
    }

    /// What its values count.
    public Unit unit() {
        return unit;
    }

    /// The value of a row, in its unit; not a number when it is a mean or a share of nothing.
    public double of(Figures figures) {
        return value.applyAsDouble(figures);
    }

    /// The name in addresses, files and the HTTP API, such as `softBounced`.
    public String key() {
        return Keys.of(this);
    }
}
