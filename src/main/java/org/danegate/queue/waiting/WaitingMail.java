package org.danegate.queue.waiting;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.event.Lane;
import org.danegate.queue.Backlog;
import org.danegate.queue.QueuedDelivery;
import org.danegate.queue.QueuedDelivery.Pending;

/// What waits for destinations, as delivery and pages see it: reads the lanes, and leases from them, under their lock.
public final class WaitingMail {

    private final ReentrantLock lock;
    private final Lanes lanes;

    /// @param lock guards the lanes
    public WaitingMail(ReentrantLock lock, Lanes lanes) {
        this.lock = lock;
        this.lanes = lanes;
    }

    public List<String> due(Instant now, int limit) {
        lock.lock();
        try {
            return lanes.due(now, limit);
        } finally {
            lock.unlock();
        }
    }

    public List<QueuedDelivery> lease(String destination, int maxMessages, Instant now) {
        lock.lock();
        try {
            return lanes.dueFirst(destination, now)
                    .map(lane -> lease(destination, lane, maxMessages, now))
                    .orElse(List.of());
        } finally {
            lock.unlock();
        }
    }

    public List<QueuedDelivery> lease(String destination, Lane lane, int maxMessages, Instant now) {
        lock.lock();
        try {
            List<QueuedDelivery> leases = new ArrayList<>();
            for (Share share : lanes.take(destination, lane, maxMessages, now)) {
                leases.add(share.delivery(due(share, now)));
            }
            return leases;
        } finally {
            lock.unlock();
        }
    }

    private static List<Pending> due(Share share, Instant now) {
        List<Pending> all = share.pending();
        return all.size() == 1
                ? all
                : all.stream().filter(p -> !p.due().isAfter(now)).toList();
    }

    public List<QueuedDelivery> leaseSpent(
            String destination, Lane lane, Instant receivedUntil, int attempts, int maxMessages) {
        lock.lock();
        try {
            return lanes.takeSpent(destination, lane, receivedUntil, attempts, maxMessages).stream()
                    .map(Share::delivery)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    public Instant nextDue(Instant now) {
        lock.lock();
        try {
            return lanes.nextAfter(now);
        } finally {
            lock.unlock();
        }
    }

    public boolean isWanted(String destination, Instant since) {
        lock.lock();
        try {
            return lanes.isWanted(destination, since);
        } finally {
            lock.unlock();
        }
    }

    public Map<String, Backlog> backlogs() {
        lock.lock();
        try {
            return lanes.backlogs();
        } finally {
            lock.unlock();
        }
    }

    public Backlog backlog(String destination) {
        lock.lock();
        try {
            return lanes.backlog(destination);
        } finally {
            lock.unlock();
        }
    }

    /// Waiting messages of a destination, oldest first.
    public List<QueuedDelivery> oldest(String destination, int limit) {
        lock.lock();
        try {
            return lanes.shares(destination, limit).stream()
                    .map(s -> s.delivery(lanes.pending(s)))
                    .toList();
        } finally {
            lock.unlock();
        }
    }
}
