package org.danegate.tracking;

import java.time.Duration;
import java.time.InstantSource;
import org.danegate.timing.RegularWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Writes what was collected each second, makes it durable every ten seconds, and deletes what is past its time each
/// hour.
final class TrackingKeeping implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(TrackingKeeping.class);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration TO_DISK = Duration.ofSeconds(10);

    private final TrackingReader reader;
    private final TrackingStore store;
    private final InstantSource clock;
    private final RegularWork work =
            new RegularWork("tracking-keeping", LOG, "Message tracking could not be kept in order; it is tried again");

    TrackingKeeping(TrackingReader reader, TrackingStore store, InstantSource clock) {
        this.reader = reader;
        this.store = store;
        this.clock = clock;
    }

    @Override
    public void start() {
        work.every(SECOND, SECOND, () -> reader.flush(clock.instant()));
        work.every(TO_DISK, TO_DISK, () -> store.commit(clock.instant()));
        work.every(Duration.ofMinutes(1), Duration.ofHours(1), () -> store.forget(clock.instant()));
    }

    @Override
    public void stop() {
        if (work.end()) {
            reader.flush();
            store.commit(clock.instant());
        }
    }

    @Override
    public boolean isRunning() {
        return work.isRunning();
    }

    /// Starts before and stops after the engine, whose last events are still tracked.
    @Override
    public int getPhase() {
        return 0;
    }
}
