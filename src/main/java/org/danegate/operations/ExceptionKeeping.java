package org.danegate.operations;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Takes back exceptions from DANE within 5 seconds of their end. Those that ended while the server was down are taken
/// back before the first delivery.
final class ExceptionKeeping implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ExceptionKeeping.class);
    private static final int SECONDS = 5;

    private final ExceptionDesk desk;
    private @Nullable ScheduledExecutorService timer;

    ExceptionKeeping(ExceptionDesk desk) {
        this.desk = desk;
    }

    @Override
    public void start() {
        takeBack();
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("dane-exceptions").factory());
        started.scheduleWithFixedDelay(this::takeBack, SECONDS, SECONDS, TimeUnit.SECONDS);
        timer = started;
    }

    private void takeBack() {
        try {
            desk.takeBack();
        } catch (RuntimeException e) {
            LOG.warn("An exception from DANE could not be taken back; it is tried again", e);
        }
    }

    @Override
    public void stop() {
        if (timer != null) {
            timer.close();
            timer = null;
        }
    }

    @Override
    public boolean isRunning() {
        return timer != null;
    }

    /// Before the engine.
    @Override
    public int getPhase() {
        return 0;
    }
}
