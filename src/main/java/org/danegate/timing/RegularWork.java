package org.danegate.timing;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/// Work that is repeated on a thread of its own, from the start of the server until its end. A round that fails is
/// logged, and the next one is on time.
public final class RegularWork {

    /// How long the end waits for a round in progress: a database that does not answer must not keep the process
    /// from ending.
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String name;
    private final Logger log;
    private final String trouble;
    private volatile @Nullable ScheduledExecutorService timer;

    /// @param name of the thread
    /// @param trouble what the log says when a round fails
    public RegularWork(String name, Logger log, String trouble) {
        this.name = name;
        this.log = log;
        this.trouble = trouble;
    }

    /// Begins to repeat work. May be called for several kinds of work, which then share the thread.
    ///
    /// @param first time until the first round
    /// @param pause time from the end of a round to the next one, more than zero
    public void every(Duration first, Duration pause, Runnable round) {
        ScheduledExecutorService running = timer;
        if (running == null) {
            running = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name(name).factory());
            timer = running;
        }
        running.scheduleWithFixedDelay(() -> safely(round), first.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void safely(Runnable round) {
        try {
            round.run();
        } catch (RuntimeException e) {
            log.warn(trouble, e);
        }
    }

    /// Whether it has begun and was not ended.
    public boolean isRunning() {
        return timer != null;
    }

    /// Begins no further round, and waits for one in progress, for {@link #PATIENCE} at most.
    ///
    /// @return false when a round is still in progress
    public boolean end() {
        ScheduledExecutorService ending = timer;
        timer = null;
        if (ending == null) {
            return true;
        }
        ending.shutdown();
        try {
            if (ending.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        log.warn("{} is still at work and is not waited for", name);
        return false;
    }
}
