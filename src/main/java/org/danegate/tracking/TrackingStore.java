package org.danegate.tracking;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.danegate.monitor.DaneResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/// The index of tracking: a folder for each day of UTC, below the data directory, so that a day past its time is
/// deleted as a whole.
final class TrackingStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TrackingStore.class);

    private final Path folder;
    private final int daysKept;
    private final long octetsKept;
    private final ReentrantLock lock = new ReentrantLock();
    private final NavigableMap<LocalDate, DayIndex> open = new TreeMap<>();
    private boolean closed;

    /// @param daysKept full days that are kept, from 1
    /// @param octetsKept space that all days together may take; the oldest ones are deleted first
    TrackingStore(Path folder, int daysKept, long octetsKept) {
        this.folder = folder;
        this.daysKept = daysKept;
        this.octetsKept = octetsKept;
    }

    void add(FoundMessage message) {
        add(message.message().receivedAt(), IndexFields.message(message));
    }

    void add(long mid, List<TrackedEvent> events) {
        add(events.getFirst().at(), IndexFields.later(mid, events));
    }

    void add(TrackedEvent ofDestination, @Nullable DaneResult dane) {
        add(ofDestination.at(), IndexFields.ofDestination(ofDestination, dane));
    }

    private void add(Instant at, Document entry) {
        DayIndex index = day(day(at));
        if (index == null) {
            return;
        }
        try {
            index.add(entry);
        } catch (IOException e) {
            LOG.warn("An entry of message tracking could not be written", e);
        }
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    private @Nullable DayIndex day(LocalDate day) {
        lock.lock();
        try {
            return closed ? null : open.computeIfAbsent(day, d -> new DayIndex(folder.resolve(d.toString())));
        } finally {
            lock.unlock();
        }
    }

    /// The indexes of the days from one time to another, the newest first. Those of all days are opened: an open
    /// index that nobody asks costs little memory.
    List<DayIndex> between(Instant from, Instant to) {
        LocalDate first = from.equals(Instant.EPOCH) ? LocalDate.MIN : day(from);
        LocalDate last = to.equals(Instant.MAX) ? LocalDate.MAX : day(to);
        List<DayIndex> found = new ArrayList<>();
        for (LocalDate day : days().reversed()) {
            if (!day.isBefore(first) && !day.isAfter(last)) {
                DayIndex index = day(day);
                if (index != null) {
                    found.add(index);
                }
            }
        }
        return found;
    }

    /// The indexes of the days since a time, the newest first.
    List<DayIndex> since(Instant from) {
        return between(from, Instant.MAX);
    }

    /// The days that have an index, oldest first.
    private List<LocalDate> days() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("\\d{4}-\\d\\d-\\d\\d"))
                    .map(LocalDate::parse)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The folder of message tracking cannot be read", e);
        }
    }

    /// Makes everything durable that was added so far.
    void commit() {
        lock.lock();
        try {
            for (DayIndex index : open.values()) {
                index.commit();
            }
        } catch (IOException e) {
            LOG.warn("Message tracking could not be written to disk; it is tried again", e);
        } finally {
            lock.unlock();
        }
    }

    /// Deletes the days past their time, and the oldest ones while all take too much space.
    void forget(Instant now) {
        LocalDate first = day(now).minusDays(daysKept);
        List<LocalDate> days = days();
        long octets = days.stream().mapToLong(this::octets).sum();
        for (LocalDate day : days) {
            if (day.isBefore(first) || octets > octetsKept && day.isBefore(day(now))) {
                octets -= octets(day);
                delete(day);
            }
        }
    }

    private long octets(LocalDate day) {
        try (Stream<Path> files = Files.list(folder.resolve(day.toString()))) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            return 0;
        }
    }

    private void delete(LocalDate day) {
        lock.lock();
        try {
            DayIndex index = open.remove(day);
            if (index != null) {
                index.close();
            }
            FileSystemUtils.deleteRecursively(folder.resolve(day.toString()));
        } catch (IOException e) {
            LOG.warn("Message tracking of {} could not be deleted", day, e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            for (DayIndex index : open.values()) {
                index.close();
            }
            open.clear();
        } catch (IOException e) {
            LOG.warn("Message tracking could not be closed", e);
        } finally {
            lock.unlock();
        }
    }
}
