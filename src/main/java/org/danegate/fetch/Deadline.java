package org.danegate.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// When a request must be over.
final class Deadline {

    private final LongSupplier nanos;
    private final long end;

    Deadline(LongSupplier nanos, Duration within) {
        this.nanos = nanos;
        this.end = nanos.getAsLong() + within.toNanos();
    }

    boolean isOver() {
        return end - nanos.getAsLong() <= 0;
    }

    /// The time left in milliseconds, 1 or more.
    ///
    /// @param most what a single step may take
    int left(Duration most) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - nanos.getAsLong());
        return (int) Math.clamp(left, 1, most.toMillis());
    }

    /// Closes something when the time is over. A peer that sends an octet now and then is cut off so.
    ///
    /// @return to be cancelled when the request is over
    CompletableFuture<Void> closing(Closeable what) {
        long left = Math.max(0, end - nanos.getAsLong());
        return CompletableFuture.runAsync(
                () -> close(what), CompletableFuture.delayedExecutor(left, TimeUnit.NANOSECONDS));
    }

    private static void close(Closeable what) {
        try {
            what.close();
        } catch (IOException e) {
            // The exchange ends with an error of its own.
        }
    }
}
