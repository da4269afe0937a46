package org.danegate.advisor;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.advice.Count;
import org.danegate.timing.RegularWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Stores what was counted, each half minute and at stop, raises alerts about it, and deletes old days. A crash loses
/// half a minute.
final class Keeping implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Keeping.class);
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final Counting counting;
    private final CountStore counts;
    private final ProbeStore probes;
    private final Pasts pasts;
    private final RegressionAlarm alarm;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicLong probed = new AtomicLong();
    private final RegularWork storing = new RegularWork(
            "advisor-counters", LOG, "The counters of the Advisor could not be stored; it is tried again");

    Keeping(Counting counting, CountStore counts, ProbeStore probes, Pasts pasts, RegressionAlarm alarm) {
        this.counting = counting;
        this.counts = counts;
        this.probes = probes;
        this.pasts = pasts;
        this.alarm = alarm;
    }

    @Override
    public void start() {
        storing.every(PAUSE, PAUSE, this::round);
    }

    @Override
    public void stop() {
        if (storing.end()) {
            store();
        }
    }

    @Override
    public boolean isRunning() {
        return storing.isRunning();
    }

    /// Starts before and stops after the engine, whose last events then still count.
    @Override
    public int getPhase() {
        return 0;
    }

    private void round() {
        store();
        counts.removeBefore(pasts.today().minusDays(Pasts.DAYS));
        probes.removeBefore(pasts.today().minusDays(Pasts.DAYS));
    }

    /// Stores what was counted; what cannot be stored is kept for the next time.
    void store() {
        lock.lock();
        try {
            storeLocked();
        } finally {
            lock.unlock();
        }
    }

    private void storeLocked() {
        Map<CountKey, Count> taken = counting.unstored().take();
        if (taken.isEmpty()) {
            return;
        }
        try {
            counts.add(taken);
        } catch (RuntimeException e) {
            counting.unstored().putBack(taken);
            LOG.warn("The counters of the Advisor could not be stored; it is tried again", e);
            return;
        } finally {
            long leftOut = counting.unstored().takeLeftOut();
            if (leftOut > 0) {
                LOG.warn("{} TLS sessions were not counted for the Advisor: the database takes no counters", leftOut);
            }
        }
        alarm.look(taken.keySet());
    }

    /// A number that changes with each probe that is kept.
    long probes() {
        return probed.get();
    }

    /// Notes that a probe was kept.
    void probed() {
        probed.incrementAndGet();
    }
}
