package org.danegate.runs;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.danegate.address.DomainName;
import org.danegate.event.AdministratorActs;
import org.danegate.runs.Run.State;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs of daneverify over many domains, one at a time, and their results.
public final class Runs {

    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);
    private static final int NAMED = 20;

    private final RunStore store;
    private final ResultStore results;
    private final RunDomains domains;
    private final DomainCheck check;
    private final RunWork.Pace pace;
    private final AdministratorActs acts;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable RunWork current;
    private @Nullable Thread worker;

    Runs(
            RunStore store,
            ResultStore results,
            RunDomains domains,
            DomainCheck check,
            RunWork.Pace pace,
            AdministratorActs acts) {
        this.store = store;
        this.results = results;
        this.domains = domains;
        this.check = check;
        this.pace = pace;
        this.acts = acts;
    }

    /// What becomes of the wish for a run.
    public sealed interface Start {
        /// It has begun.
        record Begun(Run run) implements Start {}

        /// Another one is in progress.
        record Busy(long run) implements Start {}

        /// The scope has no domain.
        record Nothing() implements Start {}
    }

    /// Begins a run in the background.
    ///
    /// @param user a user, or {@link Run#SCHEDULE}
    public Start start(RunScope scope, String user) {
        return locked(() -> {
            if (current != null) {
                return new Start.Busy(current.run());
            }
            List<DomainName> all = domains.of(scope);
            return all.isEmpty() ? new Start.Nothing() : new Start.Begun(begin(scope, all, user));
        });
    }

    private Run begin(RunScope scope, List<DomainName> all, String user) {
        Run run = store.begin(scope, user, all.size(), acts.now());
        RunWork work = new RunWork(run.id(), all, check, pace);
        current = work;
        worker = Thread.ofVirtual().name("daneverify-run").start(() -> run(run, work));
        acts.publish(user, "daneverify run " + run.id() + ": started, domains: " + all.size());
        return run;
    }

    private void run(Run run, RunWork work) {
        try {
            store.end(run.id(), work.verifyAll(), acts.now());
            if (run.scope() == RunScope.Kind.NIGHTLY) {
                RunSummary.of(tally(run.id()), results(run.id(), 0, NAMED), acts.now())
                        .ifPresent(acts.events()::publish);
            }
        } catch (RuntimeException e) {
            LOG.warn("The end of daneverify run {} could not be kept", run.id(), e);
        } finally {
            locked(() -> current = null);
        }
    }

    /// Ends a run; its results so far stay.
    ///
    /// @return false when it is not in progress
    public boolean cancel(long id, String user) {
        boolean ended = end(id, State.CANCELLED);
        if (ended) {
            acts.publish(user, "daneverify run " + id + ": cancelled");
        }
        return ended;
    }

    private boolean end(long id, State why) {
        return locked(() -> {
            if (current == null || current.run() != id) {
                return false;
            }
            current.end(why);
            return true;
        });
    }

    /// Marks what the last stop of the server cut off.
    void begin() {
        store.endCutOff();
    }

    /// Ends the run in progress because the server stops, and waits for it to end.
    void stop() throws InterruptedException {
        Thread last = locked(() -> {
            if (current != null) {
                current.end(State.ENDED_EARLY);
            }
            return worker;
        });
        if (last != null) {
            last.join(5000);
        }
    }

    /// Whether a run is in progress.
    public boolean busy() {
        return locked(() -> current != null);
    }

    private <T extends @Nullable Object> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    public Optional<Run> find(long id) {
        return store.find(id);
    }

    /// The newest runs, the newest first.
    public List<Run> latest(int most) {
        return store.latest(most);
    }

    /// How many results a run has so far, by kind.
    public Run.Tally tally(long id) {
        return results.tally(id);
    }

    /// Results of a run so far: changes first, then failures, then successes with warnings.
    public List<DomainResult> results(long id, int offset, int most) {
        return results.of(id, offset, most);
    }

    public Optional<DomainResult> result(long id, DomainName domain) {
        return results.find(id, domain);
    }

    /// The lines of a result; empty when they are no longer kept.
    public List<String> transcript(long id, DomainName domain) {
        return results.transcript(id, domain);
    }
}
