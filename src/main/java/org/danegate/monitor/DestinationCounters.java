package org.danegate.monitor;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;

/// Counts events per destination domain. It keeps the most recently active destinations, up to a bound; the evidence of
/// attempts is bounded over all destinations together.
public final class DestinationCounters implements DeliveryEvents.Reader {

    /// Attempts kept per destination.
    public static final int ATTEMPTS_KEPT = 20;

    private static final int DESTINATIONS = 10_000;
    private static final int ATTEMPTS_IN_ALL = 20_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<String, Tally> tallies = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<String, SavedCount> evicted = new LinkedHashMap<>();
    private final AtomicLong version = new AtomicLong();
    private final int destinations;
    private final int attemptsInAll;
    private final Instant started;
    private int attempts;

    /// Counters for up to 10,000 destinations.
    public DestinationCounters(InstantSource clock) {
        this(clock, DESTINATIONS, ATTEMPTS_IN_ALL);
    }

    DestinationCounters(InstantSource clock, int destinations, int attemptsInAll) {
        this.destinations = destinations;
        this.attemptsInAll = attemptsInAll;
        this.started = clock.instant();
    }

    @Override
    public void on(DeliveryEvent event) {
        lock.lock();
        try {
            count(event);
        } finally {
            lock.unlock();
        }
        version.incrementAndGet();
    }

    /// Increases with each event: a page compares it to detect changes.
    public long version() {
        return version.get();
    }

    /// Increases with each event of a destination; 0 when nothing was counted.
    long version(String domain) {
        lock.lock();
        try {
            Tally tally = tallies.get(domain);
            return tally == null ? 0 : tally.version();
        } finally {
            lock.unlock();
        }
    }

    /// When the oldest counter started.
    public Instant since() {
        lock.lock();
        try {
            return tallies.values().stream()
                    .map(Tally::since)
                    .min(Instant::compareTo)
                    .filter(first -> first.isBefore(started))
                    .orElse(started);
        } finally {
            lock.unlock();
        }
    }

    /// The counters of a destination; empty when nothing was counted.
    public Optional<DestinationCount> find(String domain) {
        lock.lock();
        try {
            return Optional.ofNullable(tallies.get(domain)).map(Tally::count);
        } finally {
            lock.unlock();
        }
    }

    /// The counters of all destinations, without the evidence of their attempts.
    public List<DestinationCount> all() {
        lock.lock();
        try {
            return tallies.values().stream().map(Tally::summary).toList();
        } finally {
            lock.unlock();
        }
    }

    /// Adds the counts from before a restart, oldest activity first, so that bounds drop the oldest.
    void restore(Collection<SavedCount> saved) {
        lock.lock();
        try {
            saved.forEach(count -> tallies.putIfAbsent(count.getDomain(), Tally.restored(count)));
        } finally {
            lock.unlock();
        }
    }

    /// Destinations that are new here, or were forgotten meanwhile, and have been counted since. Their saved counts
    /// must be added before they are saved again.
    List<String> resumed() {
        lock.lock();
        try {
            return tallies.values().stream()
                    .filter(Tally::mayHavePast)
                    .map(Tally::domain)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /// Adds the saved counts of resumed destinations.
    ///
    /// @param asked the result of {@link #resumed()}
    void resume(Collection<String> asked, Collection<SavedCount> saved) {
        lock.lock();
        try {
            saved.forEach(count -> {
                Tally tally = tallies.get(count.getDomain());
                if (tally != null && tally.mayHavePast()) {
                    tally.addPast(count);
                }
            });
            asked.forEach(domain -> {
                Tally tally = tallies.get(domain);
                if (tally != null) {
                    tally.pastKnown();
                }
            });
        } finally {
            lock.unlock();
        }
    }

    /// The changes since the last call.
    List<SavedCount> takeUnsaved() {
        lock.lock();
        try {
            List<SavedCount> changed = new ArrayList<>(evicted.values());
            evicted.clear();
            tallies.values().stream()
                    .filter(tally -> !tally.mayHavePast() && tally.takeUnsaved())
                    .map(Tally::saved)
                    .forEach(changed::add);
            return changed;
        } finally {
            lock.unlock();
        }
    }

    /// Puts back the counts that could not be saved.
    void giveBack(Collection<SavedCount> unsaved) {
        lock.lock();
        try {
            for (SavedCount count : unsaved) {
                Tally tally = tallies.get(count.getDomain());
                if (tally == null) {
                    evicted.put(count.getDomain(), count);
                } else {
                    tally.markUnsaved();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void count(DeliveryEvent event) {
        switch (event) {
            case DeliveryEvent.ConnectionOpened e ->
                tally(e.destination(), e.at()).opened(e);
            case DeliveryEvent.ConnectionFailed e ->
                tally(e.destination(), e.at()).connectionFailed(e);
            case DeliveryEvent.ConnectionClosed e ->
                tally(e.destination(), e.at()).closed(e);
            case DeliveryEvent.RecipientDelivered e ->
                tally(e.destination(), e.at()).delivered(e.at());
            case DeliveryEvent.RecipientDelayed e ->
                tally(e.destination(), e.at()).delayed(e.at(), e.trouble());
            case DeliveryEvent.RecipientsDeferred e ->
                tally(e.destination(), e.at()).deferred(e.at(), e.trouble(), e.recipients());
            case DeliveryEvent.RecipientBounced e ->
                tally(e.destination(), e.at()).bounced(e.at(), e.trouble());
            case DeliveryEvent.AttemptEnded e -> attempted(e);
            default -> {
                // Does not concern a destination's counters.
            }
        }
    }

    private void attempted(DeliveryEvent.AttemptEnded event) {
        Tally tally = tally(event.destination(), event.at());
        attempts -= tally.attemptsKept();
        tally.attempted(event);
        attempts += tally.attemptsKept();
        if (attempts > attemptsInAll) {
            thinOut();
        }
    }

    /// Drops older attempts of the least recently active destinations until a tenth of the room is free.
    private void thinOut() {
        for (Tally tally : tallies.values()) {
            if (attempts <= attemptsInAll * 9 / 10) {
                return;
            }
            attempts -= tally.attemptsKept();
            tally.keepLastAttempt();
            attempts += tally.attemptsKept();
        }
    }

    private Tally tally(String destination, Instant at) {
        Tally known = tallies.get(destination);
        if (known != null) {
            return known;
        }
        SavedCount unsaved = evicted.remove(destination);
        Tally fresh = unsaved == null ? new Tally(destination, at) : Tally.restored(unsaved);
        if (unsaved != null) {
            fresh.markUnsaved();
        }
        tallies.put(destination, fresh);
        if (tallies.size() > destinations) {
            Map.Entry<String, Tally> eldest = tallies.firstEntry();
            tallies.remove(eldest.getKey());
            attempts -= eldest.getValue().attemptsKept();
            // A tally whose past is unknown is not saved: it would overwrite the saved counts with smaller ones.
            if (!eldest.getValue().mayHavePast() && eldest.getValue().takeUnsaved()) {
                evicted.put(eldest.getKey(), eldest.getValue().saved());
            }
        }
        return fresh;
    }
}
