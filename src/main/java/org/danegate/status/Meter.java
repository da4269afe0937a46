package org.danegate.status;

import java.util.concurrent.TimeUnit;

/// A counter with its rate over the last minutes. Not thread-safe.
final class Meter {

    private static final int MINUTES = 16;

    private final long[] perMinute = new long[MINUTES];
    private long minute;
    private long total;
    private long atReset;

    void add(long now, long number) {
        roll(now);
        perMinute[slot(minute)] += number;
        total += number;
    }

    void reset() {
        atReset = total;
    }

    long total() {
        return total;
    }

    long sinceReset() {
        return total - atReset;
    }

    /// Events per hour, from the last full minutes.
    long perHour(long now, int minutes) {
        roll(now);
        long sum = 0;
        for (int ago = 1; ago <= minutes; ago++) {
            sum += perMinute[slot(minute - ago)];
        }
        return sum * 60 / minutes;
    }

    private void roll(long now) {
        long at = TimeUnit.MILLISECONDS.toMinutes(now);
        for (long next = Math.max(minute + 1, at - MINUTES + 1); next <= at; next++) {
            perMinute[slot(next)] = 0;
        }
        minute = Math.max(minute, at);
    }

    private static int slot(long minute) {
        return Math.floorMod(minute, MINUTES);
    }
}
