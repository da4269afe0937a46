package org.danegate.queue.embedded;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.danegate.queue.Backlog;
import org.danegate.queue.Lane;
import org.danegate.queue.QueuedDelivery.Pending;
import org.jspecify.annotations.Nullable;

/// The waiting mail by destination, lane and time; the lanes are ordered by the time when something in them may be
/// tried. A failure that all mail of a lane shares is stored once for the lane, so that a dead destination costs the
/// same for one message and for a million. Guarded by the index's lock.
final class Lanes {

    private record Key(String destination, Lane lane) {

        static Key of(Share share) {
            return new Key(share.destination, share.message.envelope.lane());
        }
    }

    private record Stop(Instant due, Key lane) implements Comparable<Stop> {

        private static final Comparator<Stop> ORDER = Comparator.comparing(Stop::due)
                .thenComparing(s -> s.lane().destination())
                .thenComparing(s -> s.lane().lane());

        @Override
        public int compareTo(Stop other) {
            return ORDER.compare(this, other);
        }
    }

    private static final class LaneQueue {
        private final Key key;
        private final TreeSet<Share> waiting = new TreeSet<>(Share.BY_DUE);
        private final TreeSet<Share> all = new TreeSet<>(Share.BY_AGE);
        private int active;
        /// Active recipients in `waiting`.
        private int idle;
        /// Active recipients that are leased.
        private int leased;
        private @Nullable Stop stop;
        private int failures;
        private String trouble = "";
        /// Nothing is tried before this time, after a failure that all share.
        private Instant notBefore = Instant.MIN;
        /// Nothing is tried before this time, because of a limit or while delivery is suspended.
        private Instant pausedUntil = Instant.MIN;

        private LaneQueue(Key key) {
            this.key = key;
        }

        private Instant opens() {
            return notBefore.isAfter(pausedUntil) ? notBefore : pausedUntil;
        }
    }

    private final Map<Key, LaneQueue> lanes = new HashMap<>();
    /// The lanes that exist for any destination: few, because there are few gateways.
    private final Set<Lane> kinds = new TreeSet<>();
    private final TreeSet<Stop> stops = new TreeSet<>();

    /// Puts a share into its lane; it is leased when due.
    void add(Share share) {
        LaneQueue lane = lanes.computeIfAbsent(Key.of(share), this::open);
        share.leased = false;
        share.failuresSeen = lane.failures;
        share.refreshDue();
        share.counted = share.pending().size();
        lane.active += share.counted;
        lane.all.add(share);
        if (!share.message.held) {
            lane.waiting.add(share);
            lane.idle += share.counted;
        }
        restop(lane);
    }

    private LaneQueue open(Key key) {
        kinds.add(key.lane());
        return new LaneQueue(key);
    }

    /// The lane of a destination that has been due longest; empty when nothing is due.
    Optional<Lane> dueFirst(String destination, Instant now) {
        return lanesOf(destination).stream()
                .map(lane -> lane.stop)
                .filter(stop -> stop != null && !stop.due().isAfter(now))
                .min(Comparator.naturalOrder())
                .map(stop -> stop.lane().lane());
    }

    /// Takes shares that are due, oldest first; they stay counted while they are leased.
    List<Share> take(String destination, Lane which, int most, Instant now) {
        LaneQueue lane = lanes.get(new Key(destination, which));
        if (lane == null || lane.opens().isAfter(now)) {
            return List.of();
        }
        List<Share> taken = new ArrayList<>();
        while (taken.size() < most && !lane.waiting.isEmpty()) {
            Share first = lane.waiting.first();
            if (first.due.isAfter(now)) {
                break;
            }
            lease(lane, first);
            taken.add(first);
        }
        restop(lane);
        return taken;
    }

    private List<LaneQueue> lanesOf(String destination) {
        List<LaneQueue> found = new ArrayList<>(2);
        for (Lane kind : kinds) {
            LaneQueue lane = lanes.get(new Key(destination, kind));
            if (lane != null) {
                found.add(lane);
            }
        }
        return found;
    }

    /// Takes shares, oldest first, due or not, as long as they were received at or before a time or have at least
    /// that many attempts.
    List<Share> takeSpent(String destination, Lane which, Instant receivedUntil, int attempts, int most) {
        LaneQueue lane = lanes.get(new Key(destination, which));
        if (lane == null) {
            return List.of();
        }
        List<Share> taken = new ArrayList<>();
        for (Share share : lane.all) {
            boolean old = !share.message.receivedAt.isAfter(receivedUntil);
            boolean tried = share.attempts() + lane.failures - share.failuresSeen >= attempts;
            if (taken.size() >= most || !old && !tried) {
                break;
            }
            if (!share.apart()) {
                lease(lane, share);
                taken.add(share);
            }
        }
        restop(lane);
        return taken;
    }

    /// Takes a share that is not leased, due or not, held or not.
    void take(Share share) {
        LaneQueue lane = lanes.get(Key.of(share));
        if (lane != null) {
            lease(lane, share);
            restop(lane);
        }
    }

    /// Shares of a destination that are not leased, oldest first.
    List<Share> unleased(String destination, long after, Instant receivedUntil, int most) {
        return lanesOf(destination).stream()
                .flatMap(lane -> lane.all.stream()
                        .filter(s -> !s.leased && s.message.mid > after && !s.message.receivedAt.isAfter(receivedUntil))
                        .limit(most))
                .sorted(Share.BY_AGE)
                .limit(most)
                .toList();
    }

    private static void lease(LaneQueue lane, Share share) {
        if (lane.waiting.remove(share)) {
            lane.idle -= share.counted;
        }
        fold(lane, share);
        share.leased = true;
        lane.leased += share.counted;
    }

    /// Adds the lane's failures to the share's own attempts.
    private static void fold(LaneQueue lane, Share share) {
        int more = lane.failures - share.failuresSeen;
        if (more > 0 && !share.apart()) {
            share.addFailures(more, lane.trouble);
        }
        share.failuresSeen = lane.failures;
    }

    /// Records one failed attempt that all waiting mail of a destination and lane shares. It counts for each
    /// recipient that is neither leased nor held, and nothing is due before `until`.
    ///
    /// @return how many recipients it counts for
    int defer(String destination, Lane which, Instant until, String trouble) {
        LaneQueue lane = lanes.get(new Key(destination, which));
        if (lane != null) {
            lane.failures++;
            lane.trouble = trouble;
            lane.notBefore = until;
            restop(lane);
        }
        return lane == null ? 0 : lane.idle;
    }

    /// Keeps everything of the destination from being leased before `until`; not kept over a restart.
    void pause(String destination, Instant until) {
        for (LaneQueue lane : lanesOf(destination)) {
            lane.pausedUntil = until;
            restop(lane);
        }
    }

    /// The same for one of its lanes.
    void pause(String destination, Lane which, Instant until) {
        LaneQueue lane = lanes.get(new Key(destination, which));
        if (lane != null) {
            lane.pausedUntil = until;
            restop(lane);
        }
    }

    /// Forgets a share that has no recipients left, or that is about to be added again.
    void remove(Share share) {
        LaneQueue lane = lanes.get(Key.of(share));
        if (lane == null) {
            return;
        }
        if (!share.leased && lane.waiting.remove(share)) {
            lane.idle -= share.counted;
        }
        fold(lane, share);
        if (lane.all.remove(share)) {
            lane.active -= share.counted;
            lane.leased -= share.leased ? share.counted : 0;
        }
        restop(lane);
    }

    /// Forgets empty lanes. This is not done while a share is only taken out and put back, because the lane would
    /// lose its record of failures.
    void sweep(String destination) {
        for (LaneQueue lane : lanesOf(destination)) {
            if (lane.all.isEmpty()) {
                lanes.remove(lane.key);
            }
        }
    }

    List<String> due(Instant now, int limit) {
        Set<String> due = new LinkedHashSet<>();
        for (Stop stop : stops) {
            if (stop.due().isAfter(now) || due.size() >= limit) {
                break;
            }
            due.add(stop.lane().destination());
        }
        return List.copyOf(due);
    }

    Instant nextAfter(Instant now) {
        Stop next = stops.higher(new Stop(now, new Key("\uffff", new Lane(true, ""))));
        return next == null ? Instant.MAX : next.due();
    }

    int hasten(String destination, Instant now) {
        return lanesOf(destination).stream().mapToInt(lane -> hasten(lane, now)).sum();
    }

    private int hasten(LaneQueue lane, Instant now) {
        int hastened = 0;
        if (lane.notBefore.isAfter(now)) {
            lane.notBefore = Instant.MIN;
            hastened = lane.waiting.stream()
                    .takeWhile(s -> !s.due.isAfter(now))
                    .mapToInt(s -> s.counted)
                    .sum();
        }
        List<Share> later =
                lane.waiting.stream().filter(s -> s.due.isAfter(now)).toList();
        for (Share share : later) {
            lane.waiting.remove(share);
            hastened += share.hasten(now);
            share.refreshDue();
            lane.waiting.add(share);
        }
        restop(lane);
        return hastened;
    }

    Backlog backlog(String destination) {
        Backlog all = Backlog.EMPTY;
        for (LaneQueue lane : lanesOf(destination)) {
            all = all.with(backlog(lane));
        }
        return all;
    }

    /// The waiting mail by destination; the caller may change the map.
    Map<String, Backlog> backlogs() {
        Map<String, Backlog> all = HashMap.newHashMap(lanes.size());
        lanes.values().forEach(lane -> all.merge(lane.key.destination(), backlog(lane), Backlog::with));
        return all;
    }

    private static Backlog backlog(LaneQueue lane) {
        return lane.active == 0
                ? Backlog.EMPTY
                : new Backlog(
                        lane.active,
                        lane.all.size(),
                        lane.all.first().message.receivedAt,
                        lane.stop == null ? Instant.MAX : lane.stop.due(),
                        lane.leased,
                        lane.active - lane.leased - lane.idle,
                        lane.pausedUntil);
    }

    /// Shares of a destination, oldest first.
    List<Share> shares(String destination, int limit) {
        return lanesOf(destination).stream()
                .flatMap(lane -> lane.all.stream().limit(limit))
                .sorted(Share.BY_AGE)
                .limit(limit)
                .toList();
    }

    /// The recipients of a share with what they share with their lane.
    List<Pending> pending(Share share) {
        LaneQueue lane = lanes.get(Key.of(share));
        if (lane == null || share.apart()) {
            return share.pending();
        }
        int more = lane.failures - share.failuresSeen;
        Instant opens = lane.opens();
        return share.pending().stream()
                .map(p -> Share.failed(
                        p, more, more > 0 ? lane.trouble : p.lastTrouble(), opens.isAfter(p.due()) ? opens : p.due()))
                .toList();
    }

    /// The recipients of a share with the failed attempts that they share with their lane.
    List<Pending> attempted(Share share) {
        LaneQueue lane = lanes.get(Key.of(share));
        int more = lane == null || share.apart() ? 0 : lane.failures - share.failuresSeen;
        return lane == null || more == 0
                ? share.pending()
                : share.pending().stream()
                        .map(p -> Share.failed(p, more, lane.trouble, p.due()))
                        .toList();
    }

    private void restop(LaneQueue lane) {
        Stop wanted = null;
        if (!lane.waiting.isEmpty()) {
            Instant first = lane.waiting.first().due;
            Instant opens = lane.opens();
            wanted = new Stop(opens.isAfter(first) ? opens : first, lane.key);
        }
        Stop present = lane.stop;
        if (wanted != null && wanted.equals(present)) {
            return;
        }
        if (present != null) {
            stops.remove(present);
        }
        if (wanted != null) {
            stops.add(wanted);
        }
        lane.stop = wanted;
    }
}
