package org.danegate.listener;

import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;

/// Retries listeners that could not be opened, until they open.
class ListenerWatch {

    private final SmtpListeners listeners;

    ListenerWatch(SmtpListeners listeners) {
        this.listeners = listeners;
    }

    @Scheduled(fixedDelay = 10, initialDelay = 10, timeUnit = TimeUnit.SECONDS)
    void look() {
        listeners.openClosed();
    }
}
