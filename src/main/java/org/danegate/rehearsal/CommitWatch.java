package org.danegate.rehearsal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    /// Destinations whose figures of the newest commit have changed since they were stored.
    private final Set<String> unsaved = new HashSet<>();
    /// Whether figures were taken since the newest commit's watch was over.
    private boolean finished;

    CommitWatch(CommittedPolicy committed, InstantSource clock) {
        this.clock = clock;
        this.since = clock.instant();
        // An exception from DANE is no part of a commit, and rolling back must not bring it into the working copy.
        this.policy = committed.current().policy().with(Map.of());
    }

    /// A commit and the outcomes around it.
    ///
    /// @param before the policy that it replaced
    /// @param complete whether events were counted for the whole time before it
    /// @param earlier outcomes before it, by destination
    /// @param later outcomes after it, by destination
    /// @param missing when nothing was counted after it, in order
    public record Watched(
            long revision,
            Policy before,
            Policy after,
            Instant at,
            boolean complete,
            Map<String, Outcomes> earlier,
            Map<String, Outcomes> later,
            List<Gap> missing) {

        private Watched copy() {
            return new Watched(
                    revision,
                    before,
                    after,
                    at,
                    complete,
                    Map.copyOf(earlier),
                    Map.copyOf(later),
                    List.copyOf(missing));
        }

        private Watched changeable() {
            return new Watched(
                    revision, before, after, at, complete, new HashMap<>(earlier), new HashMap<>(later), missing);
        }

        private WatchStore.Figures figures(String domain) {
            return new WatchStore.Figures(
                    domain, earlier.getOrDefault(domain, Outcomes.NONE), later.getOrDefault(domain, Outcomes.NONE));
        }
    }

    /// The newest commit that is or was watched.
    public Optional<Watched> newest() {
        lock.lock();
        try {
            return Optional.ofNullable(newest).map(Watched::copy);
        } finally {
            lock.unlock();
        }
    }

    /// Begins to watch a commit instead of the one before it.
    ///
    /// @param revision as it was committed, without exceptions from DANE
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
                    new HashMap<>(),
                    List.of());
            policy = revision.policy();
            unsaved.clear();
            finished = false;
        } finally {
            lock.unlock();
        }
    }

    /// Goes on with a watch from before a restart, unless a later commit came first.
    void restore(Watched kept) {
        lock.lock();
        try {
            if (newest == null || newest.revision() <= kept.revision()) {
                newest = kept.changeable();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The newest commit with all figures, to be stored.
    Optional<WatchStore.Kept> takeAll() {
        return take(true);
    }

    /// The newest commit with the figures that have changed since the last call; empty once the watch is over.
    Optional<WatchStore.Kept> takeUnsaved() {
        return take(false);
    }

    private Optional<WatchStore.Kept> take(boolean all) {
        Instant now = clock.instant();
        lock.lock();
        try {
            Watched watched = newest;
            if (watched == null || (finished && unsaved.isEmpty())) {
                return Optional.empty();
            }
            finished = !now.isBefore(watched.at().plus(LENGTH));
            Set<String> domains = new HashSet<>(unsaved);
            if (all) {
                domains.addAll(watched.earlier().keySet());
                domains.addAll(watched.later().keySet());
            }
            unsaved.clear();
            List<WatchStore.Figures> figures = domains.stream()
                    .map(watched::figures)
                    .filter(WatchStore.Figures::hasMail)
                    .toList();
            return Optional.of(new WatchStore.Kept(
                    watched.revision(), watched.at(), watched.complete(), now, figures, watched.missing()));
        } finally {
            lock.unlock();
        }
    }

    /// Takes back figures that could not be stored.
    void markUnsaved(WatchStore.Kept figures) {
        lock.lock();
        try {
            Watched watched = newest;
            if (watched != null && watched.revision() == figures.revision()) {
                figures.figures().forEach(one -> unsaved.add(one.domain()));
                finished = false;
            }
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
            unsaved.add(destination);
            // Events arrive a moment after they happened.
            RecentOutcomes.add(at.isBefore(watched.at()) ? watched.earlier() : watched.later(), destination, outcomes);
        } finally {
            lock.unlock();
        }
    }
}
