package org.danegate.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/// The stored slices: written as they are recorded, rolled up to hours and days, and deleted in the end. The space they
/// take is bounded whatever number of destinations there is:
///
/// | slices | of the total | of destinations |
/// |---|---|---|
/// | as recorded | a minute, kept 2 days | 5 minutes, kept 3 hours |
/// | hours | kept for the retention | at most 2,000 destinations an hour and *others*, kept 8 days |
/// | days | not made | at most 2,000 destinations a day and *others*, kept for the retention |
final class HistoryStore {

    /// How long the minutes of the total are kept.
    static final Duration MINUTES_KEPT = Duration.ofDays(2);

    /// How long the hours of destinations are kept.
    static final Duration HOURS_KEPT = Duration.ofDays(8);

    private static final Duration FIVE_MINUTES_KEPT = Duration.ofHours(3);

    /// How long after its end an hour or a day is rolled up: its last slices may still be on their way.
    private static final Duration GRACE = Duration.ofMinutes(2);

    /// The most hours rolled up at once, after a long time without.
    private static final int AT_ONCE = 48;

    private final SliceRows rows;
    private final TransactionTemplate transaction;
    private final Duration retention;
    private final int kept;

    /// @param retention how long hours of the total and days of destinations are kept
    HistoryStore(SliceRows rows, TransactionTemplate transaction, Duration retention) {
        this(rows, transaction, retention, Recording.DESTINATIONS);
    }

    /// @param kept destinations kept one by one in each hour and day
    HistoryStore(SliceRows rows, TransactionTemplate transaction, Duration retention, int kept) {
        this.rows = rows;
        this.transaction = transaction;
        this.retention = retention;
        this.kept = kept;
    }

    /// Stores slices: all of them, or none when the database fails. A late one, whose hour or day has been rolled
    /// up already, also counts there.
    void add(List<Slice> slices) {
        if (slices.isEmpty()) {
            return;
        }
        transaction.executeWithoutResult(status -> {
            Instant hours = rows.rolledUntil(Step.HOUR);
            Instant days = rows.rolledUntil(Step.DAY);
            List<Slice> all = new ArrayList<>(slices);
            for (Slice slice : slices) {
                if (slice.start().isBefore(hours)) {
                    all.add(in(Step.HOUR, slice));
                }
                if (slice.start().isBefore(days) && !slice.domain().equals(Slice.TOTAL)) {
                    all.add(in(Step.DAY, slice));
                }
            }
            rows.insert(all);
        });
    }

    private static Slice in(Step step, Slice slice) {
        return new Slice(step, step.start(slice.start()), slice.domain(), slice.figures());
    }

    /// Makes the hours and days that have ended, and deletes what is past its time.
    void keep(Instant now) {
        rollUp(Step.HOUR, now, Step.MINUTE, Step.FIVE_MINUTES);
        rollUp(Step.DAY, rolledUntil(Step.HOUR), Step.HOUR);
        forget(now);
    }

    /// Up to when slices of a step have been made from the shorter ones.
    Instant rolledUntil(Step step) {
        return transaction.execute(status -> rows.rolledUntil(step));
    }

    private void rollUp(Step step, Instant now, Step... parts) {
        boolean more = true;
        for (int i = 0; more && i < AT_ONCE; i++) {
            more = Boolean.TRUE.equals(transaction.execute(status -> rollUpOne(step, now, parts)));
        }
    }

    /// Makes the slices of the next hour or day that has ended and has any; false when there is none.
    private boolean rollUpOne(Step step, Instant now, Step... parts) {
        Instant until = rows.rolledUntil(step);
        Instant ended = step.start(now.minus(GRACE));
        Optional<Instant> next = rows.first(until, parts).map(step::start).filter(start -> start.isBefore(ended));
        if (next.isEmpty()) {
            if (ended.isAfter(until)) {
                rows.addRolledUntil(step, ended);
            }
            return false;
        }
        Instant end = next.get().plus(step.length());
        for (Step part : parts) {
            rows.insert(important(step, next.get(), rows.byDomain(part, next.get(), end)));
        }
        rows.addRolledUntil(step, end);
        return true;
    }

    /// The slices that are kept, with the others summed up.
    private List<Slice> important(Step step, Instant start, List<Slice> all) {
        List<Slice> sorted = new ArrayList<>(all);
        sorted.removeIf(slice -> step == Step.DAY && slice.domain().equals(Slice.TOTAL));
        sorted.sort(Comparator.comparingLong(slice -> -slice.figures().weight()));
        Figures others = new Figures();
        List<Slice> important = new ArrayList<>();
        for (Slice slice : sorted) {
            if (slice.domain().equals(Slice.OTHERS) || important.size() >= kept) {
                others.add(slice.figures());
            } else {
                important.add(new Slice(step, start, slice.domain(), slice.figures()));
            }
        }
        if (!others.isEmpty()) {
            important.add(new Slice(step, start, Slice.OTHERS, others));
        }
        return important;
    }

    private void forget(Instant now) {
        Instant hours = rolledUntil(Step.HOUR);
        Instant days = rolledUntil(Step.DAY);
        transaction.executeWithoutResult(status -> {
            rows.delete(Step.MINUTE, true, earlier(now.minus(MINUTES_KEPT), hours));
            rows.delete(Step.FIVE_MINUTES, false, earlier(now.minus(FIVE_MINUTES_KEPT), hours));
            rows.delete(Step.HOUR, true, now.minus(retention));
            rows.delete(Step.HOUR, false, earlier(now.minus(HOURS_KEPT), days));
            rows.delete(Step.DAY, false, now.minus(retention));
            rows.deleteRolledUntil(Step.HOUR, hours.minus(Step.DAY.length()));
            rows.deleteRolledUntil(Step.DAY, days.minus(Step.DAY.length()));
        });
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
