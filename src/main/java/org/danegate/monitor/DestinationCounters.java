package org.danegate.monitor;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
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
    private final Tallies tallies;
    private final AtomicLong version = new AtomicLong();
    private final Instant started;

    /// Counters for up to 10,000 destinations.
    public DestinationCounters(InstantSource clock) {
        this(clock, DESTINATIONS, ATTEMPTS_IN_ALL);
    }

    DestinationCounters(InstantSource clock, int destinations, int attemptsInAll) {
        this.tallies = new Tallies(destinations, attemptsInAll);
        this.started = clock.instant();
    }

    @Override
    public void on(DeliveryEvent event) {
        lock.lock();
        try {
            tallies.count(event);
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
            Tally tally = tallies.find(domain);
            return tally == null ? 0 : tally.version();
        } finally {
            lock.unlock();
        }
    }

    /// When the oldest counter started.
    public Instant since() {
        lock.lock();
        try {
            return tallies.all().stream()
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
            return Optional.ofNullable(tallies.find(domain)).map(Tally::count);
        } finally {
            lock.unlock();
        }
    }

    /// The counters of all destinations, without the evidence of their attempts.
    public List<DestinationCount> all() {
        lock.lock();
        try {
            return tallies.all().stream().map(Tally::summary).toList();
        } finally {
            lock.unlock();
        }
    }

    /// Adds the counts from before a restart, oldest activity first, so that bounds drop the oldest.
    void restore(Collection<SavedCount> saved) {
        lock.lock();
        try {
            tallies.restore(saved);
        } finally {
            lock.unlock();
        }
    }

    /// Destinations that are new here, or were forgotten meanwhile, and have been counted since. Their saved counts
    /// must be added before they are saved again.
    List<String> resumed() {
        lock.lock();
        try {
            return tallies.all().stream()
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
            tallies.resume(asked, saved);
        } finally {
            lock.unlock();
        }
    }

    /// The changes since the last call.
    List<SavedCount> takeUnsaved() {
        lock.lock();
        try {
            return tallies.takeUnsaved();
        } finally {
            lock.unlock();
        }
    }

    /// Puts back the counts that could not be saved.
    void giveBack(Collection<SavedCount> unsaved) {
        lock.lock();
        try {
            tallies.giveBack(unsaved);
        } finally {
            lock.unlock();
        }
    }
}
