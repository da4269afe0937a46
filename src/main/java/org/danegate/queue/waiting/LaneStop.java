package org.danegate.queue.waiting;

import java.time.Instant;
import java.util.Comparator;

/// The time when something in a lane may be tried next. The earliest comes first.
public record LaneStop(Instant due, LaneKey lane) implements Comparable<LaneStop> {

    private static final Comparator<LaneStop> ORDER = Comparator.comparing(LaneStop::due)
            .thenComparing(s -> s.lane().destination())
            .thenComparing(s -> s.lane().lane());

    @Override
    public int compareTo(LaneStop other) {
        return ORDER.compare(this, other);
    }
}
