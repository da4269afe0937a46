package org.danegate.maillog;

import java.util.concurrent.TimeUnit;

/// Counts a log's lines per minute. One thread writes it, any thread may read it; the reader may see a number that is a
/// moment old.
final class LogPace {

    private record Window(long minute, long lines, long before) {}

    private volatile Window window = new Window(0, 0, 0);

    /// Adds lines written at a time in milliseconds.
    void add(long now, long lines) {
        Window at = rolled(now);
        window = new Window(at.minute(), at.lines() + lines, at.before());
    }

    /// Lines in the last full minute.
    long perMinute(long now) {
        return rolled(now).before();
    }

    private Window rolled(long now) {
        long minute = TimeUnit.MILLISECONDS.toMinutes(now);
        Window known = window;
        if (known.minute() == minute) {
            return known;
        }
        return new Window(minute, 0, known.minute() == minute - 1 ? known.lines() : 0);
    }
}
