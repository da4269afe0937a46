package org.danegate.runs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.danegate.timing.RegularWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Starts the runs of the schedule, deletes what is past its time, and ends the run in progress when the server stops.
final class RunsKeeping implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RunsKeeping.class);

    /// How long the transcripts of unchanged results are kept.
    static final Duration TRANSCRIPTS_KEPT = Duration.ofDays(14);

    private static final Duration LOOK = Duration.ofSeconds(20);

    private static final Duration TIDIED_EACH = Duration.ofDays(1);

    private final Runs runs;
    private final RunStore store;
    private final Optional<Nightly> nightly;
    private final Duration retention;
    private final InstantSource clock;
    private Instant last = Instant.MAX;
    private Instant tidied = Instant.EPOCH;
    private boolean late;
    private final RegularWork work = new RegularWork(
            "daneverify-schedule", LOG, "Runs of daneverify could not be kept in order; it is tried again");

    /// @param retention how long runs are kept
    RunsKeeping(Runs runs, RunStore store, Optional<Nightly> nightly, Duration retention, InstantSource clock) {
        this.runs = runs;
        this.store = store;
        this.nightly = nightly;
        this.retention = retention;
        this.clock = clock;
    }

    @Override
    public void start() {
        runs.begin();
        last = clock.instant();
        work.every(LOOK, LOOK, this::tick);
    }

    /// Looks at the clock.
    void tick() {
        Instant now = clock.instant();
        schedule(now);
        if (Duration.between(tidied, now).compareTo(TIDIED_EACH) >= 0) {
            tidied = now;
            store.forget(now.minus(retention), now.minus(TRANSCRIPTS_KEPT));
        }
    }

    /// A run that is due while another is in progress begins after it.
    private void schedule(Instant now) {
        late |= nightly.isPresent() && nightly.get().due(last, now);
        last = now;
        if (late) {
            late = runs.start(new RunScope.Nightly(), Run.SCHEDULE) instanceof Runs.Start.Busy;
        }
    }

    @Override
    public void stop() {
        work.end();
        try {
            runs.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return work.isRunning();
    }
}
