package org.danegate.tracking;

import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Writes what was collected each second, makes it durable every ten seconds, and deletes what is past its time each
/// hour.
final class TrackingKeeping implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(TrackingKeeping.class);

    private final TrackingReader reader;
    private final TrackingStore store;
    private final InstantSource clock;
    private @Nullable ScheduledExecutorService timer;

    TrackingKeeping(TrackingReader reader, TrackingStore store, InstantSource clock) {
        this.reader = reader;
        this.store = store;
        this.clock = clock;
    }

    @Override
    public void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("tracking-keeping").factory());
        started.scheduleWithFixedDelay(safely(() -> reader.flush(clock.instant())), 1, 1, TimeUnit.SECONDS);
        started.scheduleWithFixedDelay(safely(store::commit), 10, 10, TimeUnit.SECONDS);
        started.scheduleWithFixedDelay(safely(() -> store.forget(clock.instant())), 1, 60, TimeUnit.MINUTES);
        timer = started;
    }

    private static Runnable safely(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.warn("Message tracking could not be kept in order; it is tried again", e);
            }
        };
    }

    @Override
    public void stop() {
        if (timer != null) {
            timer.shutdown();
            timer = null;
        }
        reader.flush();
        store.commit();
    }

    @Override
    public boolean isRunning() {
        return timer != null;
    }

    /// Starts before and stops after the engine, whose last events are still tracked.
    @Override
    public int getPhase() {
        return 0;
    }
}
