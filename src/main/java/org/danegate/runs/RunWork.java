package org.danegate.runs;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.danegate.address.DomainName;
import org.danegate.runs.Run.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The work of one run: a few workers take one domain after the other and pause after each.
final class RunWork {

    private static final Logger LOG = LoggerFactory.getLogger(RunWork.class);

    /// How fast a run goes.
    ///
    /// @param atOnce domains that are verified at the same time, 1 to 8
    /// @param pause what each worker waits after a domain, zero or more
    record Pace(int atOnce, Duration pause) {}

    private final long run;
    private final DomainCheck check;
    private final Pace pace;
    private final Queue<DomainName> waiting;
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private volatile State outcome = State.FINISHED;

    RunWork(long run, List<DomainName> domains, DomainCheck check, Pace pace) {
        this.run = run;
        this.check = check;
        this.pace = pace;
        this.waiting = new ConcurrentLinkedQueue<>(domains);
    }

    long run() {
        return run;
    }

    /// Verifies the domains; blocks until the last one, or until {@link #end}.
    ///
    /// @return how the run ended
    State verifyAll() {
        try (workers) {
            for (int i = 0; i < pace.atOnce(); i++) {
                workers.execute(this::work);
            }
        } catch (RejectedExecutionException e) {
            LOG.debug("Run {} ended before all its workers began", run, e);
        }
        return outcome;
    }

    /// Ends the run, with the verifications in progress; they leave no result.
    void end(State why) {
        outcome = why;
        end.countDown();
        workers.shutdownNow();
    }

    private void work() {
        try {
            DomainName next = waiting.poll();
            while (next != null && end.getCount() > 0) {
                check(next);
                boolean over = waiting.isEmpty() || end.await(pace.pause().toMillis(), TimeUnit.MILLISECONDS);
                next = over ? null : waiting.poll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void check(DomainName domain) throws InterruptedException {
        try {
            check.check(run, domain, end);
        } catch (RuntimeException e) {
            LOG.warn("The result for {} could not be kept", domain, e);
        }
    }
}
