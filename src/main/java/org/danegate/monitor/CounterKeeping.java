package org.danegate.monitor;

import java.time.Duration;
import java.util.List;
import org.danegate.queue.MessageQueue;
import org.danegate.timing.RegularWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.data.domain.Limit;

/// Restores the counters at start, saves changes every 30 s and at stop, and samples the queue each minute. No count is
/// lost while the database is unavailable: what could not be saved is saved later.
final class CounterKeeping implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(CounterKeeping.class);
    private static final Duration SAVE = Duration.ofSeconds(30);
    private static final Duration SAMPLE = Duration.ofMinutes(1);
    private static final int RESTORED = 10_000;

    private final DestinationCounters counters;
    private final ActiveHistory history;
    private final SavedCounts rows;
    private final MessageQueue queue;
    private final RegularWork work =
            new RegularWork("monitor-keeping", LOG, "The counters could not be kept; it is tried again");

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
        work.every(SAVE, SAVE, this::save);
        work.every(Duration.ZERO, SAMPLE, this::sample);
    }

    @Override
    public void stop() {
        if (work.end()) {
            save();
        }
    }

    @Override
    public boolean isRunning() {
        return work.isRunning();
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
