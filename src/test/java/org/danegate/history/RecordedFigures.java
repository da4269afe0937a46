package org.danegate.history;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// The history of a test of other rooms: figures that the test records, in the database of its context.
public final class RecordedFigures {

    private final SliceRows rows;
    private final HistoryStore store;
    private final InstantSource clock;

    public RecordedFigures(JdbcTemplate jdbc, PlatformTransactionManager transactions, InstantSource clock) {
        this.rows = new SliceRows(jdbc);
        this.store = new HistoryStore(rows, new TransactionTemplate(transactions), Duration.ofDays(90));
        this.clock = clock;
    }

    /// What is ready, by the recorded figures.
    public DaneReadiness readiness() {
        return new DaneReadiness(new History(rows, store, clock), clock);
    }

    /// Records attempts at a destination, an hour ago.
    public void attempts(String domain, Figure result, long attempts) {
        Figures figures = new Figures();
        figures.add(result, attempts);
        store.add(List.of(new Slice(
                Step.FIVE_MINUTES,
                Step.FIVE_MINUTES.start(clock.instant().minus(Duration.ofHours(1))),
                domain,
                figures)));
    }

    /// Records what a destination had at a time in the past, as it is recorded when it happens: for the
    /// destination and in the total.
    public void at(Instant time, String domain, Map<Figure, Long> values) {
        Figures figures = new Figures();
        values.forEach(figures::add);
        store.add(List.of(
                new Slice(Step.FIVE_MINUTES, Step.FIVE_MINUTES.start(time), domain, figures),
                new Slice(Step.MINUTE, Step.MINUTE.start(time), Slice.TOTAL, figures)));
    }
}
