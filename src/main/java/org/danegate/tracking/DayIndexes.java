package org.danegate.tracking;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.danegate.tracking.DayFolders.DayFolder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/// The open indexes of the days. A day that gets entries is open for writing; the others are open only to be searched,
/// which costs little and works on a full disk. An index that is broken is set aside.
final class DayIndexes {

    private static final Logger LOG = LoggerFactory.getLogger(DayIndexes.class);

    private final DayFolders folders;
    private final ReentrantLock lock = new ReentrantLock();
    private final ConcurrentSkipListMap<LocalDate, DayIndex> open = new ConcurrentSkipListMap<>();
    private final Set<LocalDate> unreadable = new HashSet<>();
    private volatile boolean closed;

    DayIndexes(DayFolders folders) {
        this.folders = folders;
    }

    private interface Opening {
        DayIndex open(Path folder) throws IOException;
    }

    /// The index of a day, to add entries; null when the server ends.
    ///
    /// @throws IOException when it cannot be opened
    @Nullable
    DayIndex toWrite(LocalDate day) throws IOException {
        DayIndex known = open.get(day);
        // Does not wait for the lock: a search may be opening other days.
        if (known != null && known.forWriting()) {
            return known;
        }
        lock.lock();
        try {
            if (closed) {
                return null;
            }
            DayIndex other = open.get(day);
            if (other != null && other.forWriting()) {
                return other;
            }
            open.remove(day);
            if (other != null) {
                other.drop();
            }
            return opened(day, DayIndex::writing);
        } finally {
            lock.unlock();
        }
    }

    /// The index of a day, to be searched; empty when it cannot be, or when nothing is in it.
    Optional<DayIndex> toRead(LocalDate day, Deadline deadline) {
        DayIndex known = open.get(day);
        if (known != null) {
            return Optional.of(known);
        }
        lock.lock();
        try {
            DayIndex other = open.get(day);
            if (closed) {
                return Optional.empty();
            }
            DayIndex found = other != null ? other : opened(day, DayIndex::reading);
            unreadable.remove(day);
            return Optional.of(found);
        } catch (IndexNotFoundException empty) {
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            reportUnreadable(day, e);
            deadline.leftOut();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /// Every search asks again; the log says it once.
    private void reportUnreadable(LocalDate day, Exception failure) {
        if (unreadable.add(day)) {
            LOG.warn("Message tracking of {} cannot be read", day, failure);
        }
    }

    private DayIndex opened(LocalDate day, Opening opening) throws IOException {
        DayIndex index;
        try {
            index = opening.open(folders.of(day));
        } catch (IOException e) {
            if (!isBroken(e)) {
                throw e;
            }
            setAside(day, e);
            index = opening.open(folders.of(day));
        }
        open.put(day, index);
        return index;
    }

    /// Whether the contents of files are wrong, or files are missing: that is not mended by waiting.
    private static boolean isBroken(@Nullable Throwable failure) {
        return switch (failure) {
            case null -> false;
            case IndexNotFoundException _ -> false;
            case CorruptIndexException _ -> true;
            case IndexFormatTooOldException _ -> true;
            case IndexFormatTooNewException _ -> true;
            case EOFException _ -> true;
            case FileNotFoundException _ -> true;
            case NoSuchFileException _ -> true;
            default -> isBroken(failure.getCause());
        };
    }

    private void setAsideIfPossible(LocalDate day, Exception failure) {
        try {
            setAside(day, failure);
        } catch (IOException e) {
            LOG.warn("Broken message tracking of {} could not be set aside", day, e);
        }
    }

    private void setAside(LocalDate day, Exception failure) throws IOException {
        Path aside = folders.setAside(day);
        LOG.error(
                "Message tracking of {} is broken: its messages cannot be found any more. It was set aside as {} and "
                        + "is deleted when its time is over. Mail is not affected.",
                day,
                aside,
                failure);
    }

    /// The indexes that entries can be added to.
    List<DayIndex> written() {
        return open.values().stream().filter(DayIndex::forWriting).toList();
    }

    /// Closes an index that failed; the next entry opens it again.
    ///
    /// @return entries that are lost by that
    long drop(DayIndex index, Exception failure) {
        lock.lock();
        try {
            long lost = index.drop();
            for (LocalDate day : open.keySet()) {
                if (open.remove(day, index) && isBroken(failure) && Files.exists(folders.of(day))) {
                    setAsideIfPossible(day, failure);
                }
            }
            return lost;
        } finally {
            lock.unlock();
        }
    }

    /// Deletes a day, also while it is searched.
    void delete(DayFolder folder) {
        lock.lock();
        try {
            DayIndex index = folder.broken() ? null : open.remove(folder.day());
            if (index != null) {
                index.drop();
            }
            FileSystemUtils.deleteRecursively(folder.path());
        } catch (IOException e) {
            LOG.warn("Message tracking of {} could not be deleted", folder.day(), e);
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            for (DayIndex index : open.values()) {
                close(index);
            }
            open.clear();
        } finally {
            lock.unlock();
        }
    }

    private static void close(DayIndex index) {
        try {
            index.close();
        } catch (IOException | RuntimeException e) {
            LOG.warn("The last entries of message tracking could not be written", e);
        }
    }
}
