package org.danegate.history;

import java.time.Duration;
import java.time.Instant;

/// The lengths of the stored slices. All begin at multiples of their length since 1970-01-01 UTC, so that days are
/// those of UTC.
public enum Step {
    /// Totals as they are recorded.
    MINUTE(Duration.ofMinutes(1)),
    /// Destinations as they are recorded.
    FIVE_MINUTES(Duration.ofMinutes(5)),
    HOUR(Duration.ofHours(1)),
    DAY(Duration.ofDays(1));

    private final Duration length;

    Step(Duration length) {
        this.length = length;
    }

    /// The length of a slice.
    public Duration length() {
        return length;
    }

    /// The length in minutes, as it is stored.
    int minutes() {
        return (int) length.toMinutes();
    }

    /// The begin of the slice that contains a time.
    public Instant start(Instant time) {
        return floor(time, length.toSeconds());
    }

    /// The last multiple of a number of seconds that is not after a time.
    static Instant floor(Instant time, long seconds) {
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds);
    }
}
