package org.danegate.monitor;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.queue.MessageQueue;

/// Follows the results of mail that was asked to be tried now, per destination. Kept in memory, for the most recently
/// asked destinations.
final class AskedTries implements DeliveryEvents.Reader {

    private static final int DESTINATIONS = 10_000;

    private final MessageQueue queue;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, AskedTry> tries = new LinkedHashMap<>();

    AskedTries(MessageQueue queue, InstantSource clock) {
        this.queue = queue;
        this.clock = clock;
    }

    /// Starts to follow a destination. Call it before the mail is made due, or results could be missed.
    void begin(String destination, AskedTry asked) {
        lock.lock();
        try {
            tries.remove(destination);
            tries.put(destination, asked);
            if (tries.size() > DESTINATIONS) {
                tries.remove(tries.keySet().iterator().next());
            }
        } finally {
            lock.unlock();
        }
    }

    Optional<AskedTry> find(String destination) {
        lock.lock();
        try {
            return Optional.ofNullable(tries.get(destination));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void on(DeliveryEvent event) {
        switch (event) {
            case DeliveryEvent.RecipientDelivered e -> after(e.destination(), e);
            case DeliveryEvent.RecipientDelayed e -> after(e.destination(), e);
            case DeliveryEvent.RecipientsDeferred e -> after(e.destination(), e);
            case DeliveryEvent.RecipientBounced e -> after(e.destination(), e);
            case DeliveryEvent.RecipientDropped e -> after(e.destination(), e);
            case DeliveryEvent.RecipientsDeleted e -> after(e.destination(), e);
            case DeliveryEvent.AttemptEnded e -> ended(e.destination());
            default -> {
                // Does not concern waiting mail of a destination.
            }
        }
    }

    private void after(String destination, DeliveryEvent event) {
        lock.lock();
        try {
            tries.computeIfPresent(destination, (d, asked) -> asked.after(event));
        } finally {
            lock.unlock();
        }
    }

    /// Ends the try with the last attempt when fewer results came than recipients were made due (because somebody
    /// held a message meanwhile), so that later attempts are not counted for it.
    private void ended(String destination) {
        if (find(destination).filter(asked -> !asked.isOver()).isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        boolean more = queue.backlog(destination).underWay(now);
        lock.lock();
        try {
            tries.computeIfPresent(destination, (d, a) -> more || a.results().total() == 0 ? a : a.closed(now));
        } finally {
            lock.unlock();
        }
    }
}
