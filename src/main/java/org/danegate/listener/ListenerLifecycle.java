package org.danegate.listener;

import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/// Starts and stops the listeners with the server. They stop on a thread of their own, while others stop too.
final class ListenerLifecycle implements SmartLifecycle {

    /// The time that clients in a transaction have at shutdown, plus two seconds for the last replies; the whole
    /// server has 20 s.
    private static final Duration GRACE = Duration.ofSeconds(13);

    private final SmtpListeners listeners;

    /// @param role whether this node takes mail
    /// @param drain while it drains, it takes none
    ListenerLifecycle(SmtpListeners listeners, boolean role, org.danegate.node.Drain drain) {
        this.listeners = listeners;
        if (role) {
            drain.onChange(draining -> listeners.rest(draining ? Rest.DRAINING : Rest.NONE));
        } else {
            listeners.rest(Rest.NO_ROLE);
        }
    }

    @Override
    public void start() {
        listeners.start();
    }

    @Override
    public void stop() {
        listeners.stop(GRACE);
    }

    @Override
    public void stop(Runnable done) {
        Thread.ofVirtual().name("smtp-stop").start(() -> {
            try {
                listeners.stop(GRACE);
            } finally {
                done.run();
            }
        });
    }

    @Override
    public boolean isRunning() {
        return listeners.isRunning();
    }
}
