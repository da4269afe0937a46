package org.danegate.delivery;

import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/// Starts the engine after the listeners' phase and stops it before theirs.
final class EngineLifecycle implements SmartLifecycle {

    /// The time that conversations in progress have at shutdown; the contract allows 20 s for everything.
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final DeliveryEngine engine;
    private volatile boolean running;

    EngineLifecycle(DeliveryEngine engine) {
        this.engine = engine;
    }

    @Override
    public void start() {
        engine.start();
        running = true;
    }

    @Override
    public void stop() {
        engine.stop(PATIENCE);
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
