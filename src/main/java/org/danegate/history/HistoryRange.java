package org.danegate.history;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/// A stretch of the past, cut into equal steps.
///
/// @param from its begin, a multiple of the step since 1970-01-01 UTC
/// @param to its end, exclusive
/// @param step the length of a part, in whole minutes
public record HistoryRange(Instant from, Instant to, Duration step) {

    /// The most parts of a range.
    public static final int MOST_PARTS = 2000;

    /// @throws IllegalArgumentException when the range is empty, the step is no whole number of minutes, or there
    ///     are more than {@link #MOST_PARTS} parts
    public HistoryRange {
        if (step.toSeconds() < 60 || step.toSeconds() % 60 != 0) {
            throw new IllegalArgumentException("The step is a number of whole minutes.");
        }
        from = Step.floor(from, step.toSeconds());
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("The range ends before it begins.");
        }
        if (Duration.between(from, to).dividedBy(step) > MOST_PARTS) {
            throw new IllegalArgumentException("The range has more than " + MOST_PARTS + " steps.");
        }
    }

    /// The ranges that pages offer, up to now.
    public enum Span {
        DAY("24h", Duration.ofDays(1), Duration.ofMinutes(15)),
        WEEK("7d", Duration.ofDays(7), Duration.ofHours(2)),
        MONTH("30d", Duration.ofDays(30), Duration.ofHours(8)),
        QUARTER("90d", Duration.ofDays(90), Duration.ofDays(1));

        private final String key;
        private final Duration length;
        private final Duration step;

        Span(String key, Duration length, Duration step) {
            this.key = key;
            this.length = length;
            this.step = step;
        }

        /// The name in addresses, such as `24h`.
        public String key() {
            return key;
        }

        /// The range of this length that ends now.
        public HistoryRange until(Instant now) {
            return new HistoryRange(now.minus(length), now, step);
        }
    }

    /// The begins of the parts.
    Stream<Instant> starts() {
        return Stream.iterate(from, start -> start.isBefore(to), start -> start.plus(step));
    }
}
