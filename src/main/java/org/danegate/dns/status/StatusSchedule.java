package org.danegate.dns.status;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Probes the resolvers at the start, after each commit, when the system's resolvers change, and every few minutes, on
/// a virtual thread.
public final class StatusSchedule implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StatusSchedule.class);

    /// How often to check whether the system's resolvers have changed.
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final ResolverStatus status;
    private final Duration interval;
    private final ResolverNews news;
    private final Semaphore wanted = new Semaphore(0);
    private final Thread thread;

    /// @param interval between two probes
    public StatusSchedule(ResolverStatus status, Duration interval) {
        this(status, interval, report -> {});
    }

    /// @param interval between two probes
    /// @param news notified of each probe
    public StatusSchedule(ResolverStatus status, Duration interval, ResolverNews news) {
        this.status = status;
        this.interval = interval;
        this.news = news;
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
                check();
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void pause() throws InterruptedException {
        long end = System.nanoTime() + interval.toNanos();
        for (long left = interval.toNanos(); left > 0; left = end - System.nanoTime()) {
            if (wanted.tryAcquire(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS)) {
                wanted.drainPermits();
                return;
            }
            if (status.outdated()) {
                return;
            }
        }
    }

    private void check() {
        try {
            news.probed(status.check());
        } catch (IllegalStateException e) {
            LOG.warn("The resolvers could not be probed", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
