package org.danegate.queue.embedded;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.danegate.queue.Backlog;
import org.danegate.queue.embedded.QueuedMessage.Share;
import org.jspecify.annotations.Nullable;

/// What waits, by destination and time: one lane for each destination, the lanes ordered by their first due share.
/// Guarded by the index's lock.
final class Lanes {

    private record Stop(Instant due, String destination) implements Comparable<Stop> {
        @Override
        public int compareTo(Stop other) {
            int byDue = due.compareTo(other.due);
            return byDue != 0 ? byDue : destination.compareTo(other.destination);
        }
    }

    private static final class Lane {
        private final TreeSet<Share> waiting = new TreeSet<>();
        private final TreeMap<Long, Share> all = new TreeMap<>();
        private int active;
        private @Nullable Stop stop;
    }

    private final Map<String, Lane> lanes = new HashMap<>();
    private final TreeSet<Stop> stops = new TreeSet<>();

    /// Puts a share into its lane, to be leased when due.
    void add(Share share) {
        Lane lane = lanes.computeIfAbsent(share.destination, d -> new Lane());
        share.leased = false;
        share.refreshDue();
        lane.all.put(share.message.mid, share);
        share.counted = share.pending.size();
        lane.active += share.counted;
        lane.waiting.add(share);
        restop(share.destination, lane);
    }

    /// Takes shares that are due, oldest first; they stay counted while they are leased.
    List<Share> take(String destination, int most, Instant now) {
        Lane lane = lanes.get(destination);
        List<Share> taken = new ArrayList<>();
        while (lane != null && taken.size() < most && !lane.waiting.isEmpty()) {
            Share first = lane.waiting.first();
            if (first.due.isAfter(now)) {
                break;
            }
            lane.waiting.remove(first);
            first.leased = true;
            taken.add(first);
        }
        if (lane != null) {
            restop(destination, lane);
        }
        return taken;
    }

    /// Forgets a share that has no recipients left.
    void remove(Share share) {
        Lane lane = lanes.get(share.destination);
        if (lane == null) {
            return;
        }
        if (!share.leased) {
            lane.waiting.remove(share);
        }
        if (lane.all.remove(share.message.mid) != null) {
            lane.active -= share.counted;
        }
        restop(share.destination, lane);
        if (lane.all.isEmpty()) {
            lanes.remove(share.destination);
        }
    }

    List<String> due(Instant now, int limit) {
        List<String> due = new ArrayList<>();
        for (Stop stop : stops) {
            if (stop.due().isAfter(now) || due.size() >= limit) {
                break;
            }
            due.add(stop.destination());
        }
        return due;
    }

    Instant nextAfter(Instant now) {
        Stop next = stops.higher(new Stop(now, "\uffff"));
        return next == null ? Instant.MAX : next.due();
    }

    int hasten(String destination, Instant now) {
        Lane lane = lanes.get(destination);
        if (lane == null) {
            return 0;
        }
        int hastened = 0;
        for (Share share : List.copyOf(lane.waiting)) {
            lane.waiting.remove(share);
            hastened += share.hasten(now);
            share.refreshDue();
            lane.waiting.add(share);
        }
        restop(destination, lane);
        return hastened;
    }

    List<String> destinations() {
        return List.copyOf(lanes.keySet());
    }

    Backlog backlog(String destination) {
        Lane lane = lanes.get(destination);
        if (lane == null) {
            return Backlog.EMPTY;
        }
        Instant oldest =
                lane.all.isEmpty() ? Instant.MAX : lane.all.firstEntry().getValue().message.receivedAt;
        Instant next = lane.waiting.isEmpty() ? Instant.MAX : lane.waiting.first().due;
        return new Backlog(lane.active, oldest, next);
    }

    List<Share> shares(String destination, int limit) {
        Lane lane = lanes.get(destination);
        return lane == null
                ? List.of()
                : lane.all.values().stream().limit(limit).toList();
    }

    private void restop(String destination, Lane lane) {
        Stop wanted = lane.waiting.isEmpty() ? null : new Stop(lane.waiting.first().due, destination);
        Stop present = lane.stop;
        if (present != null && !present.equals(wanted)) {
            stops.remove(present);
        }
        if (wanted != null && !wanted.equals(present)) {
            stops.add(wanted);
        }
        lane.stop = wanted;
    }
}
