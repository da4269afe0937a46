package org.danegate.tracking;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.store.AlreadyClosedException;
import org.danegate.event.Lane;
import org.danegate.monitor.DaneResult;
import org.danegate.tracking.DayFolders.DayFolder;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/// The index of tracking: a folder for each day of UTC, below the data directory, so that a day past its time is
/// deleted as a whole. What cannot be written is lost, counted and logged; nothing waits for it.
final class TrackingStore implements AutoCloseable {

    /// How long opening a day for a copy may take.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DayFolders folders;
    private final DayIndexes indexes;
    private final RecordingState recording;
    private final int daysKept;
    private final long octetsKept;

    /// @param daysKept full days that are kept, from 1
    /// @param octetsKept space that all days together may take; the oldest ones are deleted first
    TrackingStore(Path folder, int daysKept, long octetsKept) {
        this.folders = new DayFolders(folder);
        this.indexes = new DayIndexes(folders);
        this.recording = new RecordingState(folder);
        this.daysKept = daysKept;
        this.octetsKept = octetsKept;
    }

    void add(FoundMessage message) {
        add(message.message().receivedAt(), () -> IndexFields.message(message));
    }

    void add(long mid, List<TrackedEvent> events) {
        add(events.getFirst().at(), () -> IndexFields.later(mid, events));
    }

    /// @param lane the mail of the destination that the event concerns
    void add(TrackedEvent ofDestination, Lane lane, @Nullable DaneResult dane) {
        add(ofDestination.at(), () -> IndexFields.ofDestination(ofDestination, lane, dane));
    }

    /// Never throws: one entry must not stop the others.
    private void add(Instant at, Supplier<Document> entry) {
        if (recording.paused()) {
            recording.lost(at);
            return;
        }
        DayIndex index = null;
        try {
            index = indexes.toWrite(day(at));
            if (index != null) {
                index.add(entry.get());
            }
        } catch (IOException | AlreadyClosedException e) {
            failed(index, at, 1, e);
        } catch (RuntimeException e) {
            recording.refused(e);
        }
    }

    private void failed(@Nullable DayIndex index, Instant at, long lost, Exception failure) {
        if (index != null && index.closed()) {
            return; // its day was deleted, or the server ends
        }
        boolean gone = index == null || !index.writes();
        long dropped = index != null && gone ? indexes.drop(index, failure) : 0;
        recording.failed(at, lost + dropped, gone, failure);
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    /// What is not recorded at present; empty while everything is.
    Optional<NotRecorded> notRecorded() {
        return recording.gap();
    }

    /// The indexes of the days from one time to another, the newest first. A day that cannot be read is left out.
    ///
    /// @throws UncheckedIOException when the folder cannot be read
    List<DayIndex> between(Instant from, Instant to, Deadline deadline) {
        LocalDate first = from.equals(Instant.EPOCH) ? LocalDate.MIN : day(from);
        LocalDate last = to.equals(Instant.MAX) ? LocalDate.MAX : day(to);
        return folders.days().reversed().stream()
                .filter(day -> !day.isBefore(first) && !day.isAfter(last))
                .flatMap(day -> indexes.toRead(day, deadline).stream())
                .toList();
    }

    /// Makes everything durable that was added so far. Tries again what could not be written before.
    void commit(Instant now) {
        if (recording.paused()) {
            resume(now);
            return;
        }
        boolean good = true;
        for (DayIndex index : indexes.written()) {
            try {
                index.commit();
            } catch (IOException | RuntimeException e) {
                failed(index, now, 0, e);
                good = false;
            }
        }
        if (good) {
            recording.works();
        }
    }

    private void resume(Instant now) {
        DayIndex index = null;
        try {
            if (!folders.hasRoom()) {
                return;
            }
            index = indexes.toWrite(day(now));
            if (index != null) {
                index.prove();
                recording.resumed();
            }
        } catch (IOException | RuntimeException e) {
            if (index != null) {
                indexes.drop(index, e);
            }
        }
    }

    /// Puts a copy of all days into a folder. A day that cannot be read, or that is deleted meanwhile, is left out.
    ///
    /// @throws IOException when the copy cannot be written
    void copy(Path into) throws IOException {
        for (LocalDate day : folders.days()) {
            Path to = into.resolve(day.toString());
            try {
                Optional<DayIndex> index = indexes.toRead(day, Deadline.in(PATIENCE));
                if (index.isPresent()) {
                    index.get().copy(folders.of(day), to);
                }
            } catch (NoSuchFileException | IndexNotFoundException | AlreadyClosedException e) {
                FileSystemUtils.deleteRecursively(to);
            }
        }
    }

    /// Deletes the days past their time, and the oldest ones while all take too much space.
    void forget(Instant now) {
        LocalDate today = day(now);
        List<DayFolder> all = folders.list();
        long octets =
                all.stream().mapToLong(found -> DayFolders.octets(found.path())).sum();
        for (DayFolder found : all) {
            boolean old = found.day().isBefore(today.minusDays(daysKept));
            if (old || octets > octetsKept && (found.broken() || found.day().isBefore(today))) {
                octets -= DayFolders.octets(found.path());
                indexes.delete(found);
            }
        }
    }

    @Override
    public void close() {
        indexes.close();
    }
}
