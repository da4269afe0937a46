package org.danegate.e2e;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// The product's clock in a story of days: it runs like the system's clock, and the test moves it on.
final class MovedClock implements InstantSource {

    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    @Override
    public Instant instant() {
        return InstantSource.system().instant().plus(ahead.get());
    }

    /// Lets a time pass.
    void moveOn(Duration time) {
        ahead.updateAndGet(before -> before.plus(time));
    }

    /// Lets the time pass until then.
    void moveTo(Instant time) {
        moveOn(Duration.between(instant(), time));
    }
}
