package org.danegate.queue.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.queue.QueueCopies.QueueCopy;
import org.danegate.queue.waiting.QueueIndex;
import org.danegate.queue.waiting.RecordEncoding;

/// States of the log at a moment, for backups. A state is everything up to a record that is appended for the purpose.
final class LogCopies {

    private final Path directory;
    private final ReentrantLock lock;
    private final QueueIndex index;
    private final SegmentLog log;
    private final Housekeeping housekeeping;

    /// @param lock guards the index and the deletion of segments
    LogCopies(Path directory, ReentrantLock lock, QueueIndex index, SegmentLog log, Housekeeping housekeeping) {
        this.directory = directory;
        this.lock = lock;
        this.index = index;
        this.log = log;
        this.housekeeping = housekeeping;
    }

    /// Pins all segments and notes the end of the log.
    ///
    /// @throws IOException when the log cannot be written
    QueueCopy copy() throws IOException {
        CompletableFuture<LogPosition> last;
        lock.lock();
        try {
            housekeeping.pin();
            last = log.append(RecordEncoding.mids(index.reservedMid()));
        } finally {
            lock.unlock();
        }
        try {
            return QueueCopy.of(parts(last.get()), this::unpin);
        } catch (InterruptedException e) {
            unpin();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException | IOException | RuntimeException e) {
            unpin();
            throw new IOException("the queue cannot be copied: " + e.getMessage(), e);
        }
    }

    private void unpin() {
        lock.lock();
        try {
            housekeeping.unpin();
        } finally {
            lock.unlock();
        }
    }

    private List<QueueCopy.Part> parts(LogPosition end) throws IOException {
        List<Path> files;
        try (var all = Files.list(directory)) {
            files = all.filter(QueueCopy::isPart).sorted().toList();
        }
        String last = end.segment().path().getFileName().toString();
        List<QueueCopy.Part> parts = new ArrayList<>();
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (name.equals(last)) {
                parts.add(new QueueCopy.Part(file, end.at() + Segment.HEADER + end.length()));
            } else if (!name.endsWith(".log") || name.compareTo(last) < 0) {
                parts.add(QueueCopy.Part.whole(file));
            }
        }
        return parts;
    }
}
