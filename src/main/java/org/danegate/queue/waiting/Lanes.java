package org.danegate.queue.waiting;

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
import org.danegate.event.Lane;
import org.danegate.queue.Backlog;
import org.danegate.queue.QueuedDelivery.Pending;

/// The waiting mail by destination, lane and time; the lanes are ordered by the time when something in them may be
/// tried. A failure that all mail of a lane shares is stored once for the lane, so that a dead destination costs the
/// same for one message and for a million. Guarded by the index's lock.
public final class Lanes {

    private final Map<LaneKey, LaneQueue> lanes = new HashMap<>();
    /// The lanes that exist for any destination: few, because there are few gateways.
    private final Set<Lane> kinds = new TreeSet<>();
    private final TreeSet<LaneStop> stops = new TreeSet<>();

    /// Puts a share into its lane; it is leased when due.
    public void add(Share share) {
        LaneQueue lane = lanes.computeIfAbsent(LaneKey.of(share), this::open);
        lane.add(share);
        restop(lane);
    }

    private LaneQueue open(LaneKey key) {
        kinds.add(key.lane());
        return new LaneQueue(key);
    }

    /// Whether one of these shares, not yet added, could be tried now.
    public boolean isAnyOpen(List<Share> shares, Instant now) {
        for (Share share : shares) {
            LaneQueue lane = lanes.get(LaneKey.of(share));
            if (lane == null || !lane.opens().isAfter(now)) {
                return true;
            }
        }
        return false;
    }

    /// The lane of a destination that has been due longest; empty when nothing is due.
    public Optional<Lane> dueFirst(String destination, Instant now) {
        return lanesOf(destination).stream()
                .map(lane -> lane.stop)
                .filter(stop -> stop != null && !stop.due().isAfter(now))
                .min(Comparator.naturalOrder())
                .map(stop -> stop.lane().lane());
    }

    /// Takes shares that are due, oldest first; they stay counted while they are leased.
    public List<Share> take(String destination, Lane which, int most, Instant now) {
        LaneQueue lane = lanes.get(new LaneKey(destination, which));
        if (lane == null || lane.opens().isAfter(now)) {
            return List.of();
        }
        List<Share> taken = lane.leaseDue(most, now);
        restop(lane);
        return taken;
    }

    private List<LaneQueue> lanesOf(String destination) {
        List<LaneQueue> found = new ArrayList<>(2);
        for (Lane kind : kinds) {
            LaneQueue lane = lanes.get(new LaneKey(destination, kind));
            if (lane != null) {
                found.add(lane);
            }
        }
        return found;
    }

    /// Takes shares, oldest first, due or not, as long as they were received at or before a time or have at least
    /// that many attempts.
    public List<Share> takeSpent(String destination, Lane which, Instant receivedUntil, int attempts, int most) {
        LaneQueue lane = lanes.get(new LaneKey(destination, which));
        if (lane == null) {
            return List.of();
        }
        List<Share> taken = lane.leaseSpent(receivedUntil, attempts, most);
        restop(lane);
        return taken;
    }

    /// Takes a share that is not leased, due or not, held or not.
    public void take(Share share) {
        LaneQueue lane = lanes.get(LaneKey.of(share));
        if (lane != null) {
            lane.lease(share);
            restop(lane);
        }
    }

    /// Shares of a destination that are not leased, oldest first.
    public List<Share> unleased(String destination, long after, Instant receivedUntil, int most) {
        return lanesOf(destination).stream()
                .flatMap(lane -> lane.byAge()
                        .filter(s -> !s.leased && s.message.mid > after && !s.message.receivedAt.isAfter(receivedUntil))
                        .limit(most))
                .sorted(Share.BY_AGE)
                .limit(most)
                .toList();
    }

    /// Records one failed attempt that all waiting mail of a destination and lane shares. It counts for each
    /// recipient that is neither leased nor held, and nothing is due before `until`.
    ///
    /// @return how many recipients it counts for
    public int defer(String destination, Lane which, Instant until, String trouble) {
        LaneQueue lane = lanes.get(new LaneKey(destination, which));
        if (lane == null) {
            return 0;
        }
        lane.defer(until, trouble);
        restop(lane);
        return lane.idle();
    }

    /// Keeps everything of the destination from being leased before `until`; not kept over a restart.
    public void pause(String destination, Instant until) {
        for (LaneQueue lane : lanesOf(destination)) {
            lane.pause(until);
            restop(lane);
        }
    }

    /// The same for one of its lanes.
    public void pause(String destination, Lane which, Instant until) {
        LaneQueue lane = lanes.get(new LaneKey(destination, which));
        if (lane != null) {
            lane.pause(until);
            restop(lane);
        }
    }

    /// Forgets a share that has no recipients left, or that is about to be added again.
    public void remove(Share share) {
        LaneQueue lane = lanes.get(LaneKey.of(share));
        if (lane != null) {
            lane.remove(share);
            restop(lane);
        }
    }

    /// Forgets empty lanes. This is not done while a share is only taken out and put back, because the lane would
    /// lose its record of failures.
    public void sweep(String destination) {
        for (LaneQueue lane : lanesOf(destination)) {
            if (lane.isEmpty()) {
                lanes.remove(lane.key);
            }
        }
    }

    public List<String> due(Instant now, int limit) {
        Set<String> due = new LinkedHashSet<>();
        for (LaneStop stop : stops) {
            if (stop.due().isAfter(now) || due.size() >= limit) {
                break;
            }
            due.add(stop.lane().destination());
        }
        return List.copyOf(due);
    }

    public Instant nextAfter(Instant now) {
        LaneStop next = stops.higher(new LaneStop(now, new LaneKey("\uffff", new Lane(true, ""))));
        return next == null ? Instant.MAX : next.due();
    }

    public int hasten(String destination, Instant now) {
        int hastened = 0;
        for (LaneQueue lane : lanesOf(destination)) {
            hastened += lane.hasten(now);
            restop(lane);
        }
        return hastened;
    }

    public boolean isWanted(String destination, Instant since) {
        return lanesOf(destination).stream().anyMatch(lane -> !lane.hastened().isBefore(since));
    }

    public Backlog backlog(String destination) {
        Backlog all = Backlog.EMPTY;
        for (LaneQueue lane : lanesOf(destination)) {
            all = all.with(lane.backlog());
        }
        return all;
    }

    /// The waiting mail by destination; the caller may change the map.
    public Map<String, Backlog> backlogs() {
        Map<String, Backlog> all = HashMap.newHashMap(lanes.size());
        lanes.values().forEach(lane -> all.merge(lane.key.destination(), lane.backlog(), Backlog::with));
        return all;
    }

    /// Shares of a destination, oldest first.
    public List<Share> shares(String destination, int limit) {
        return lanesOf(destination).stream()
                .flatMap(lane -> lane.byAge().limit(limit))
                .sorted(Share.BY_AGE)
                .limit(limit)
                .toList();
    }

    /// The recipients of a share with what they share with their lane.
    public List<Pending> pending(Share share) {
        LaneQueue lane = lanes.get(LaneKey.of(share));
        return lane == null ? share.pending() : lane.pending(share);
    }

    /// The recipients of a share with the failed attempts that they share with their lane.
    public List<Pending> attempted(Share share) {
        LaneQueue lane = lanes.get(LaneKey.of(share));
        return lane == null ? share.pending() : lane.attempted(share);
    }

    private void restop(LaneQueue lane) {
        LaneStop wanted = lane.next();
        LaneStop present = lane.stop;
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
