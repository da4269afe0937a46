package org.danegate.queue.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.danegate.queue.QueueFullException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Appends records from many callers, with one force for each batch, on its own thread.
final class SegmentLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SegmentLog.class);
    private static final int BATCH = 512;

    private final long segmentSize;
    private final FolderLock folder;
    private final BlockingQueue<Append> appends = new ArrayBlockingQueue<>(16_384);
    private final LogSegments segments;
    private final BatchWriter batches;
    private final Thread writer;
    private final List<String> damage;
    private final SpareSegment spare;
    private volatile boolean closing;

    /// Opens the log and replays it.
    ///
    /// @param reserve octets of free disk that messages may not use up
    /// @throws IOException when the folder is in use by another process, or cannot be read or written; nothing
    ///     of it stays open then
    SegmentLog(Path directory, long segmentSize, long reserve, LogRecovery.Replay replay) throws IOException {
        this.segmentSize = segmentSize;
        Files.createDirectories(directory);
        this.folder = FolderLock.on(directory);
        LogRecovery recovery = new LogRecovery(directory, replay);
        try {
            this.segments = new LogSegments(directory, segmentSize, recovery);
        } catch (IOException | RuntimeException | Error e) {
            folder.close();
            throw e;
        }
        this.damage = recovery.damage();
        this.spare = new SpareSegment(directory, segmentSize, reserve);
        this.batches = new BatchWriter(segments, spare, segmentSize);
        spare.prepare(segments.current().number() + 1);
        this.writer = Thread.ofPlatform().name("queue-log").start(this::write);
    }

    /// The parts that recovery could not read, one line each.
    List<String> damage() {
        return damage;
    }

    private CompletableFuture<LogPosition> accept(Payload payload) {
        return spare.isMissing()
                ? CompletableFuture.failedFuture(new QueueFullException("no space left for the queue"))
                : append(payload, Append.Kind.MESSAGE);
    }

    /// Appends a message and waits until it is on disk.
    ///
    /// @throws QueueFullException when there is no room for more
    /// @throws IOException when it cannot be written
    LogPosition awaitAccepted(Payload payload) throws IOException {
        try {
            return accept(payload).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /// Appends results of messages; the future completes when they are on disk, however long that takes.
    CompletableFuture<LogPosition> append(byte[] payload) {
        return append(Payload.of(payload), Append.Kind.STATE);
    }

    /// Appends a message that is stored elsewhere in the log.
    CompletableFuture<LogPosition> copy(Payload payload) {
        return append(payload, Append.Kind.COPY);
    }

    private CompletableFuture<LogPosition> append(Payload payload, Append.Kind kind) {
        CompletableFuture<LogPosition> done = new CompletableFuture<>();
        if (closing) {
            done.completeExceptionally(new IOException("the queue is closed"));
            return done;
        }
        if (payload.length() + Segment.HEADER > segmentSize) {
            done.completeExceptionally(new QueueFullException("the message is larger than a queue segment"));
            return done;
        }
        try {
            appends.put(new Append(payload, kind, done));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            done.completeExceptionally(new IOException("interrupted", e));
        }
        return done;
    }

    /// Whether there is no room for more messages.
    boolean isFull() {
        return spare.isMissing();
    }

    Segment current() {
        return segments.current();
    }

    /// Segments except the current one, oldest first.
    List<Segment> older() {
        return segments.older();
    }

    void delete(Segment segment) throws IOException {
        segments.delete(segment);
    }

    private void write() {
        List<Append> owed = List.of();
        boolean last = false;
        while (!last) {
            last = closing && appends.isEmpty();
            try {
                owed = writeOrFail(batches.withRoom(nextBatch(owed, last)), last);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /// The records owed and those that callers have appended since; waits for one unless it is the last batch.
    private List<Append> nextBatch(List<Append> owed, boolean last) throws InterruptedException {
        List<Append> batch = new ArrayList<>(owed);
        Append first = appends.poll(last ? 0 : 100, TimeUnit.MILLISECONDS);
        if (first != null) {
            batch.add(first);
            appends.drainTo(batch, BATCH - 1);
        }
        return batch;
    }

    /// Writes a batch; returns the records to be tried again.
    private List<Append> writeOrFail(List<Append> batch, boolean last) {
        try {
            batches.write(batch);
            return List.of();
        } catch (IOException | RuntimeException e) {
            IOException failure = e instanceof QueueFullException full
                    ? full
                    : new IOException("the queue cannot be written: " + e.getMessage(), e);
            List<Append> again = failed(batch, failure, last);
            if (last && !batch.isEmpty()) {
                LOG.error("The queue closed with {} records that could not be written", batch.size(), e);
            }
            return again;
        }
    }

    /// Informs the callers whose records are not tried again; returns the other records.
    private static List<Append> failed(List<Append> batch, IOException failure, boolean last) {
        List<Append> again = new ArrayList<>();
        for (Append append : batch) {
            if (append.kind() == Append.Kind.STATE && !append.done().isDone() && !last) {
                again.add(append);
            } else {
                append.done().completeExceptionally(failure);
            }
        }
        return again;
    }

    @Override
    public void close() {
        close(() -> {});
    }

    /// Closes the log.
    ///
    /// @param last called when nothing is appended any more, while no other process can open the folder
    void close(Runnable last) {
        closing = true;
        try {
            writer.join();
            spare.close();
            segments.close();
            last.run();
            folder.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
