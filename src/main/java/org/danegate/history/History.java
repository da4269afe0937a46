package org.danegate.history;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/// What is known of the past: figures over time and by destination.
public final class History {

    private final SliceRows rows;
    private final HistoryStore store;
    private final InstantSource clock;

    History(SliceRows rows, HistoryStore store, InstantSource clock) {
        this.rows = rows;
        this.store = store;
        this.clock = clock;
    }

    /// The figures of each stretch of a range, by its begin; stretches without any are there and hold zeros. The
    /// current minute is not in it yet, and a destination's last five minutes are not.
    ///
    /// @param domain a destination; {@link Slice#TOTAL} for the total
    public SequencedMap<Instant, Figures> series(String domain, HistoryRange range) {
        TreeMap<Instant, Figures> series = new TreeMap<>();
        range.starts().forEach(start -> series.put(start, new Figures()));
        boolean total = domain.equals(Slice.TOTAL);
        for (Part part : parts(range.from(), range.to(), total, range.step())) {
            for (Slice slice : rows.byTime(part.step(), domain, part.from(), part.to(), range.step())) {
                series.computeIfAbsent(slice.start(), start -> new Figures()).add(slice.figures());
            }
        }
        return series;
    }

    /// The figures of a range for each destination; {@link Slice#OTHERS} stands for those not kept one by one.
    public Map<String, Figures> byDestination(Instant from, Instant to) {
        Map<String, Figures> all = new HashMap<>();
        for (Part part : parts(from, to, false, Duration.ofDays(1))) {
            for (Slice slice : rows.byDomain(part.step(), part.from(), part.to())) {
                all.computeIfAbsent(slice.domain(), domain -> new Figures()).add(slice.figures());
            }
        }
        all.remove(Slice.TOTAL);
        return all;
    }

    /// Stored slices of one step that cover a part of a range.
    private record Part(Step step, Instant from, Instant to) {}

    /// Which slices to read for a range: the longest ones that are not longer than asked for and reach back far
    /// enough, and shorter ones for what has not been rolled up yet.
    private List<Part> parts(Instant from, Instant to, boolean total, Duration longest) {
        Instant now = clock.instant();
        Instant hours = store.rolledUntil(Step.HOUR);
        List<Part> parts = new ArrayList<>();
        Step recorded = total ? Step.MINUTE : Step.FIVE_MINUTES;
        if (total && longest.compareTo(Step.HOUR.length()) < 0) {
            add(parts, recorded, from, to);
        } else if (total || !from.isBefore(now.minus(HistoryStore.HOURS_KEPT))) {
            add(parts, Step.HOUR, from, earlier(to, hours));
            add(parts, recorded, later(from, hours), to);
        } else {
            Instant days = store.rolledUntil(Step.DAY);
            add(parts, Step.DAY, Step.DAY.start(from), earlier(to, days));
            add(parts, Step.HOUR, later(from, days), earlier(to, hours));
            add(parts, recorded, later(from, hours), to);
        }
        return parts;
    }

    private static void add(List<Part> parts, Step step, Instant from, Instant to) {
        if (from.isBefore(to)) {
            parts.add(new Part(step, from, to));
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
