package org.danegate.syslog;

import java.time.Duration;

/// How long a target waits before it tries its collector again: a second at first, then twice as long each time, up to
/// a
/// minute. For one thread.
final class Retreat {

    /// A collector that takes nothing for this long is given up.
    static final Duration STUCK = Duration.ofSeconds(30);

    /// The time between two lines about lost lines over one connection.
    static final Duration TELL_LOSS = Duration.ofSeconds(10);

    /// A connection that lasted this long was a good one.
    private static final Duration GOOD = Duration.ofSeconds(10);

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LAST = Duration.ofMinutes(1);

    private Duration next = FIRST;

    /// @param lasted how long the connection lasted that failed now
    void failed(Duration lasted) {
        if (lasted.compareTo(GOOD) >= 0) {
            next = FIRST;
        }
    }

    Duration next() {
        Duration now = next;
        Duration twice = next.multipliedBy(2);
        next = twice.compareTo(LAST) > 0 ? LAST : twice;
        return now;
    }
}
