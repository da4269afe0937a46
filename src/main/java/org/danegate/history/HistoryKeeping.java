package org.danegate.history;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.danegate.queue.Backlog;
import org.danegate.queue.MessageQueue;
import org.danegate.status.Machine;
import org.danegate.timing.RegularWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Stores what is recorded, each minute and at stop, and keeps the store in order. What cannot be stored while the
/// database is unavailable is stored later.
final class HistoryKeeping implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryKeeping.class);

    /// Slices that wait for a database; more are dropped, the oldest first.
    private static final int UNSTORED = 200_000;

    private static final Duration LOOK = Duration.ofSeconds(2);

    private final Recording recording;
    private final HistoryStore store;
    private final FallbackLedger ledger;
    private final Sha1Domains sha1;
    private final Digest digest;
    private final MessageQueue queue;
    private final Machine machine;
    private final InstantSource clock;
    private List<Slice> unstored = new ArrayList<>();
    private Instant sampled = Instant.EPOCH;
    private long processorMillis;
    private final RegularWork work = new RegularWork(
            "history-keeping", LOG, "The history could not be kept in order; it is tried again in a minute");

    /// What is kept, and what is made of it each day.
    record Kept(HistoryStore store, FallbackLedger ledger, Sha1Domains sha1, Digest digest) {}

    HistoryKeeping(Recording recording, Kept kept, MessageQueue queue, Machine machine, InstantSource clock) {
        this.recording = recording;
        this.store = kept.store();
        this.ledger = kept.ledger();
        this.sha1 = kept.sha1();
        this.digest = kept.digest();
        this.queue = queue;
        this.machine = machine;
        this.clock = clock;
    }

    @Override
    public void start() {
        processorMillis = machine.processorMillis();
        work.every(Duration.ZERO, LOOK, this::tick);
    }

    @Override
    public void stop() {
        if (work.end()) {
            store(recording.takeAll());
            ledger.keep();
            sha1.keep();
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

    /// Looks at the clock: in each minute the queue is sampled once, and what has ended is stored.
    void tick() {
        Instant now = clock.instant();
        if (Step.MINUTE.start(now).equals(Step.MINUTE.start(sampled))) {
            return;
        }
        sampled = now;
        sample(now);
        ledger.keep();
        sha1.keep();
        if (store(recording.take(now))) {
            store.keep(now);
            digest.sendIfDue(now);
        }
    }

    private void sample(Instant now) {
        long active = 0;
        long oldest = 0;
        for (Map.Entry<String, Backlog> waits : queue.backlogs().entrySet()) {
            Backlog backlog = waits.getValue();
            long age = Math.max(0, Duration.between(backlog.oldest(), now).toSeconds());
            active += backlog.activeRecipients();
            oldest = Math.max(oldest, age);
            recording.level(now, waits.getKey(), Figure.ACTIVE_RECIPIENTS, backlog.activeRecipients());
            recording.level(now, waits.getKey(), Figure.OLDEST_SECONDS, age);
        }
        recording.level(now, Slice.TOTAL, Figure.ACTIVE_RECIPIENTS, active);
        recording.level(now, Slice.TOTAL, Figure.OLDEST_SECONDS, oldest);
        recording.level(now, Slice.TOTAL, Figure.MEMORY_MIB, machine.residentMemory() >> 20);
        long used = machine.processorMillis();
        recording.level(now, Slice.TOTAL, Figure.PROCESSOR_MILLIS, used - processorMillis);
        processorMillis = used;
    }

    private boolean store(List<Slice> slices) {
        unstored.addAll(slices);
        if (unstored.size() > UNSTORED) {
            unstored = new ArrayList<>(unstored.subList(unstored.size() - UNSTORED, unstored.size()));
        }
        try {
            store.add(unstored);
            unstored.clear();
            return true;
        } catch (RuntimeException e) {
            LOG.warn("{} figures of the history could not be stored and are tried again", unstored.size(), e);
            return false;
        }
    }
}
