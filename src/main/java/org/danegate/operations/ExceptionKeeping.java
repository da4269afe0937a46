package org.danegate.operations;

import java.time.Duration;
import org.danegate.timing.RegularWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Takes back exceptions from DANE within 5 seconds of their end. Those that ended while the server was down are taken
/// back before the first delivery.
final class ExceptionKeeping implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ExceptionKeeping.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final ExceptionDesk desk;
    private final RegularWork work = new RegularWork(
            "dane-exceptions", LOG, "An exception from DANE could not be taken back; it is tried again");

    ExceptionKeeping(ExceptionDesk desk) {
        this.desk = desk;
    }

    @Override
    public void start() {
        takeBackFirst();
        work.every(PAUSE, PAUSE, desk::takeBack);
    }

    private void takeBackFirst() {
        try {
            desk.takeBack();
        } catch (RuntimeException e) {
            LOG.warn("An exception from DANE could not be taken back before the first delivery; it is tried again", e);
        }
    }

    @Override
    public void stop() {
        work.end();
    }

    @Override
    public boolean isRunning() {
        return work.isRunning();
    }

    /// Before the engine.
    @Override
    public int getPhase() {
        return 0;
    }
}
