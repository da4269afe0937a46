package org.danegate.published;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;

/// Refreshes the policies in use ahead of their end: each day, or after half of a shorter life. Whoever keeps a changed
/// record from us must keep the policy from us too, and so is noticed (RFC 8461 section 10.2).
class PolicyRefresh {

    private static final Duration LONGEST_PAUSE = Duration.ofDays(1);
    private static final Duration IN_USE = Duration.ofDays(30);
    private static final Duration KEPT_UNUSED = Duration.ofDays(180);
    private static final int AT_ONCE = 16;
    private static final int PARTS = 256;

    private final PolicyStore store;
    private final PublishedPolicies policies;
    private final PolicyAlarm alarm;
    private final InstantSource clock;

    PolicyRefresh(PolicyStore store, PublishedPolicies policies, PolicyAlarm alarm, InstantSource clock) {
        this.store = store;
        this.policies = policies;
        this.alarm = alarm;
        this.clock = clock;
    }

    @Scheduled(fixedDelay = 10, initialDelay = 2, timeUnit = TimeUnit.MINUTES)
    void round() {
        Instant now = clock.instant();
        store.removeUnused(now.minus(KEPT_UNUSED));
        List<KeptPolicy> due = store.usedSince(now.minus(IN_USE)).stream()
                .filter(p -> !now.isBefore(p.fetchedAt().plus(pause(p))))
                .toList();
        try (ExecutorService some = Executors.newFixedThreadPool(
                AT_ONCE, Thread.ofVirtual().name("sts-refresh").factory())) {
            due.forEach(p -> some.execute(() -> refresh(p)));
        }
    }

    private void refresh(KeptPolicy known) {
        policies.refresh(known.domain(), false);
        alarm.look(known.domain());
    }

    /// How long a policy is not fetched: shorter by up to an eighth, by its domain, so that those fetched together
    /// are not refreshed together.
    static Duration pause(KeptPolicy kept) {
        Duration half = kept.policy().maxAge().dividedBy(2);
        Duration most = half.compareTo(LONGEST_PAUSE) < 0 ? half : LONGEST_PAUSE;
        int part = Math.floorMod(kept.domain().hashCode(), PARTS);
        return most.minus(most.multipliedBy(part).dividedBy(8L * PARTS));
    }
}
