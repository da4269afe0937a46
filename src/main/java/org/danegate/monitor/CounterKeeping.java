package org.danegate.monitor;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.danegate.queue.MessageQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.data.domain.Limit;

/// Restores the counters at start, saves changes every 30 s and at stop, and samples the queue each minute. No count is
/// lost while the database is unavailable: what could not be saved is saved later.
final class CounterKeeping implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(CounterKeeping.class);
    private static final int RESTORED = 10_000;

    private final DestinationCounters counters;
    private final ActiveHistory history;
    private final SavedCounts rows;
    private final MessageQueue queue;
    private @Nullable ScheduledExecutorService timer;

    CounterKeeping(DestinationCounters counters, ActiveHistory history, SavedCounts rows, MessageQueue queue) {
        this.counters = counters;
        this.history = history;
        this.rows = rows;
        this.queue = queue;
    }

    @Override
    public void start() {
        counters.restore(
                rows.findAllByOrderByLastActivityDesc(Limit.of(RESTORED)).reversed());
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("monitor-keeping").factory());
        started.scheduleWithFixedDelay(this::save, 30, 30, TimeUnit.SECONDS);
        started.scheduleAtFixedRate(this::sample, 0, 60, TimeUnit.SECONDS);
        timer = started;
    }

    @Override
    public void stop() {
        if (timer != null) {
            timer.close();
            timer = null;
        }
        save();
    }

    @Override
    public boolean isRunning() {
        return timer != null;
    }

    /// Starts before and stops after the engine, whose last events then still count.
    @Override
    public int getPhase() {
        return 0;
    }

    void save() {
        resume();
        List<SavedCount> changed = counters.takeUnsaved();
        try {
            rows.saveAll(changed);
        } catch (RuntimeException e) {
            counters.giveBack(changed);
            LOG.warn("Counters of {} destinations could not be saved and are tried again", changed.size(), e);
        }
    }

    private void resume() {
        try {
            List<String> resumed = counters.resumed();
            if (!resumed.isEmpty()) {
                counters.resume(resumed, rows.findAllById(resumed));
            }
        } catch (RuntimeException e) {
            LOG.warn("Saved counters could not be read and are looked at again", e);
        }
    }

    private void sample() {
        try {
            history.sample(queue.backlogs());
        } catch (RuntimeException e) {
            LOG.warn("The queue could not be sampled", e);
        }
    }
}
