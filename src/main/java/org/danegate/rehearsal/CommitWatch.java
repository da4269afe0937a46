package org.danegate.rehearsal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.Policy;
import org.jspecify.annotations.Nullable;

/// Watches the newest commit: what became of recipients in the ten minutes before it and in the ten minutes after it.
/// Only reads events.
public final class CommitWatch implements DeliveryEvents.Reader {

    /// How long a commit is watched, and how far back the time before it reaches.
    public static final Duration LENGTH = Duration.ofMinutes(10);

    private final InstantSource clock;
    private final Instant since;
    private final ReentrantLock lock = new ReentrantLock();
    private final RecentOutcomes recent = new RecentOutcomes(LENGTH);
    private Policy policy;
    private @Nullable Watched newest;

    CommitWatch(CommittedPolicy committed, InstantSource clock) {
        this.clock = clock;
        this.since = clock.instant();
        this.policy = committed.current().policy();
    }

    /// A commit and the outcomes around it.
    ///
    /// @param before the policy that it replaced
    /// @param complete whether events were counted for the whole time before it
    /// @param earlier outcomes before it, by destination
    /// @param later outcomes after it, by destination
    public record Watched(
            long revision,
            Policy before,
            Policy after,
            Instant at,
            boolean complete,
            Map<String, Outcomes> earlier,
            Map<String, Outcomes> later) {

        private Watched copy() {
            return new Watched(revision, before, after, at, complete, Map.copyOf(earlier), Map.copyOf(later));
        }
    }

    /// The newest commit since the start.
    public Optional<Watched> newest() {
        lock.lock();
        try {
            return Optional.ofNullable(newest).map(Watched::copy);
        } finally {
            lock.unlock();
        }
    }

    /// Begins to watch a commit instead of the one before it.
    void committed(CommittedPolicy.Revision revision) {
        Instant now = clock.instant();
        lock.lock();
        try {
            newest = new Watched(
                    revision.number(),
                    policy,
                    revision.policy(),
                    now,
                    !since.isAfter(now.minus(LENGTH)),
                    recent.since(now.minus(LENGTH)),
                    new HashMap<>());
            policy = revision.policy();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void on(DeliveryEvent event) {
        switch (event) {
            case DeliveryEvent.RecipientDelivered e -> add(e.at(), e.destination(), Outcomes.DELIVERY);
            case DeliveryEvent.RecipientDelayed e -> add(e.at(), e.destination(), Outcomes.deferrals(1));
            case DeliveryEvent.RecipientsDeferred e -> add(e.at(), e.destination(), Outcomes.deferrals(e.recipients()));
            case DeliveryEvent.RecipientBounced e -> add(e.at(), e.destination(), Outcomes.BOUNCE);
            default -> {
                // Not an outcome.
            }
        }
    }

    private void add(Instant at, String destination, Outcomes outcomes) {
        lock.lock();
        try {
            recent.add(at, destination, outcomes);
            Watched watched = newest;
            if (watched == null || !at.isBefore(watched.at().plus(LENGTH))) {
                return;
            }
            // Events arrive a moment after they happened.
            RecentOutcomes.add(at.isBefore(watched.at()) ? watched.earlier() : watched.later(), destination, outcomes);
        } finally {
            lock.unlock();
        }
    }
}
