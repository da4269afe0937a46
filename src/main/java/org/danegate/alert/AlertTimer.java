package org.danegate.alert;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Runs the watch once a minute, on a thread of its own.
final class AlertTimer implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(AlertTimer.class);
    private static final long FIRST_SECONDS = 10;
    private static final long EVERY_SECONDS = 60;

    private final AlertWatch watch;
    private @Nullable ScheduledExecutorService timer;

    AlertTimer(AlertWatch watch) {
        this.watch = watch;
    }

    @Override
    public void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("alert-watch").factory());
        started.scheduleWithFixedDelay(this::look, FIRST_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
        timer = started;
    }

    private void look() {
        try {
            watch.look();
        } catch (RuntimeException e) {
            LOG.warn("The rules of the alerts could not be checked; they are checked again in a minute", e);
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
}
