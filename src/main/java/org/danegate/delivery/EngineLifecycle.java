package org.danegate.delivery;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Starts the engine after the listeners' phase and stops it before theirs.
final class EngineLifecycle implements SmartLifecycle {

    /// The time that conversations in progress have at shutdown; the contract allows 20 s for everything.
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(EngineLifecycle.class);

    private final DeliveryEngine engine;
    private final boolean role;
    private volatile boolean running;

    /// @param role whether this node delivers mail
    EngineLifecycle(DeliveryEngine engine, boolean role) {
        this.engine = engine;
        this.role = role;
    }

    @Override
    public void start() {
        if (role) {
            engine.start();
        } else {
            LOG.info("This node delivers no mail: it does not have the role delivery");
        }
        running = true;
    }

    @Override
    public void stop() {
        if (role) {
            engine.stop(PATIENCE);
        }
        running = false;
    }

    /// Runs in parallel with the stop of the listeners, which has the same phase: both share the same time.
    @Override
    public void stop(Runnable done) {
        Thread.ofVirtual().name("engine-stop").start(() -> {
            try {
                stop();
            } finally {
                done.run();
            }
        });
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
