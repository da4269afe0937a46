package org.danegate.rehearsal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.danegate.config.PolicyRevision;
import org.danegate.config.WorkingPolicy;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.Policy;
import org.danegate.timing.RegularWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DuplicateKeyException;

/// Keeps the watch of the newest commit in the database: what has changed is stored every ten seconds and at stop, and
/// after a restart the watch goes on. Figures of the time between are missing, and the watch says so.
final class WatchKeeping implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(WatchKeeping.class);
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final CommitWatch watch;
    private final WatchStore store;
    private final InstantSource clock;
    private final RegularWork work = new RegularWork(
            "commit-watch", LOG, "The watch of the newest commit could not be stored; it is tried again");

    WatchKeeping(CommitWatch watch, WatchStore store, InstantSource clock) {
        this.watch = watch;
        this.store = store;
        this.clock = clock;
    }

    /// Goes on with the watch from before the restart, when it is of the commit in force.
    void restore(CommittedPolicy.Revision inForce, WorkingPolicy working) {
        long number = inForce.number();
        Optional<Policy> before = number == 1
                ? Optional.of(Policy.defaults())
                : working.revision(number - 1).map(PolicyRevision::policy);
        Optional<Policy> after = working.revision(number).map(PolicyRevision::policy);
        if (before.isPresent() && after.isPresent()) {
            store.find(number).ifPresent(kept -> restore(kept, before.get(), after.get()));
        }
    }

    void restore(WatchStore.Kept kept, Policy before, Policy after) {
        List<Gap> missing = new ArrayList<>(kept.missing());
        Instant end = kept.at().plus(CommitWatch.LENGTH);
        Instant now = clock.instant();
        Gap gap = new Gap(kept.countedUntil(), now.isBefore(end) ? now : end);
        if (gap.from().isBefore(gap.until())) {
            missing.add(gap);
            store.miss(kept.revision(), gap);
            store.save(kept.revision(), gap.until(), List.of());
        }
        Map<String, Outcomes> earlier = new HashMap<>();
        Map<String, Outcomes> later = new HashMap<>();
        kept.figures().forEach(figures -> {
            put(earlier, figures.domain(), figures.earlier());
            put(later, figures.domain(), figures.later());
        });
        watch.restore(new CommitWatch.Watched(
                kept.revision(), before, after, kept.at(), kept.complete(), earlier, later, missing));
    }

    private static void put(Map<String, Outcomes> sum, String domain, Outcomes outcomes) {
        if (!outcomes.isEmpty()) {
            sum.put(domain, outcomes);
        }
    }

    /// Stores the watch that has just begun.
    void begin() {
        try {
            watch.takeAll().ifPresent(store::begin);
        } catch (DuplicateKeyException other) {
            LOG.debug("Another node of the fleet stored the watch of this commit at the same moment", other);
        }
    }

    /// Stores what has changed.
    void save() {
        watch.takeUnsaved().ifPresent(this::save);
    }

    private void save(WatchStore.Kept changed) {
        try {
            store.save(changed.revision(), changed.countedUntil(), changed.figures());
        } catch (RuntimeException e) {
            watch.markUnsaved(changed);
            throw e;
        }
    }

    @Override
    public void start() {
        work.every(EVERY, EVERY, this::save);
    }

    @Override
    public void stop() {
        if (work.end()) {
            try {
                save();
            } catch (RuntimeException e) {
                LOG.warn("The last figures of the newest commit's watch could not be stored", e);
            }
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
}
