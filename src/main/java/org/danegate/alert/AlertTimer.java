package org.danegate.alert;

import java.time.Duration;
import org.danegate.timing.RegularWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Runs the watch once a minute, on a thread of its own.
final class AlertTimer implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(AlertTimer.class);
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final AlertWatch watch;
    private final RegularWork work = new RegularWork(
            "alert-watch", LOG, "The rules of the alerts could not be checked; they are checked again in a minute");

    AlertTimer(AlertWatch watch) {
        this.watch = watch;
    }

    @Override
    public void start() {
        work.every(FIRST, EVERY, watch::look);
    }

    @Override
    public void stop() {
        work.end();
    }

    @Override
    public boolean isRunning() {
        return work.isRunning();
    }
}
