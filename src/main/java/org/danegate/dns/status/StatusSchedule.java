package org.danegate.dns.status;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Probes the resolvers at the start, after each commit and every few minutes, on a virtual thread.
public final class StatusSchedule implements AutoCloseable {

    private final ResolverStatus status;
    private final Duration interval;
    private final Semaphore wanted = new Semaphore(0);
    private final Thread thread;

    /// @param interval between two probes
    public StatusSchedule(ResolverStatus status, Duration interval) {
        this.status = status;
        this.interval = interval;
        this.thread = Thread.ofVirtual().name("resolver-status").unstarted(this::run);
    }

    /// Asks for a probe soon; returns at once.
    public void soon() {
        wanted.release();
    }

    /// Starts; to be called once.
    public void start() {
        thread.start();
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                status.check();
                if (wanted.tryAcquire(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                    wanted.drainPermits();
                }
            } catch (InterruptedException e) {
                return;
            } catch (IllegalStateException e) {
                // Interrupted in the middle of a probe: the program ends.
                return;
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
