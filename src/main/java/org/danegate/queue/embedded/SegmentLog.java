package org.danegate.queue.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.danegate.queue.QueueFullException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Appends records from many callers, with one force for each batch, on its own thread.
final class SegmentLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SegmentLog.class);

    /// What happens to a record that cannot be written.
    private enum Kind {
        /// A message: its sender is informed and keeps it. Counts for its segment from the moment it is
        /// on disk.
        MESSAGE,
        /// Results of messages: tried until they can be written.
        STATE,
        /// A message copied forward: it stays where it is.
        COPY
    }

    private static final int BATCH = 512;
    private static final int KEPT_PART = 8;

    private record Append(Payload payload, Kind kind, CompletableFuture<LogPosition> done) {}

    private final Path directory;
    private final long segmentSize;
    private final FileChannel lockFile;
    private final BlockingQueue<Append> appends = new ArrayBlockingQueue<>(16_384);
    private final ConcurrentSkipListMap<Long, Segment> segments = new ConcurrentSkipListMap<>();
    private final RecordWriter records;
    private final Thread writer;
    private final List<String> damage;
    private final SpareSegment spare;
    private volatile boolean closing;
    private volatile Segment current;
    private long position;
    private boolean spoilt;

    /// Opens the log and replays it.
    ///
    /// @param reserve octets of free disk that messages may not use up
    /// @throws IOException when the folder is in use by another process or cannot be written
    SegmentLog(Path directory, long segmentSize, long reserve, LogRecovery.Replay replay) throws IOException {
        this.directory = directory;
        this.segmentSize = segmentSize;
        Files.createDirectories(directory);
        this.lockFile = lock(directory);
        LogRecovery recovery = new LogRecovery(directory, replay);
        this.current = recover(recovery);
        this.damage = recovery.damage();
        segments.put(current.number(), current);
        this.records = new RecordWriter(current);
        this.spare = new SpareSegment(directory, segmentSize, reserve);
        spare.prepare(current.number() + 1);
        this.writer = Thread.ofPlatform().name("queue-log").start(this::write);
    }

    private static FileChannel lock(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // Fall through: another queue of this process holds it.
        }
        channel.close();
        throw new IOException("the queue folder " + directory + " is in use by another process");
    }

    /// Replays the existing records; returns the segment to continue with. The segment made in advance is used
    /// again, because a full disk may have no room for another.
    private Segment recover(LogRecovery recovery) throws IOException {
        List<Path> files;
        try (var found = Files.list(directory)) {
            files = found.filter(p -> p.getFileName().toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
        long last = 0;
        for (Path file : files) {
            Segment segment = Segment.open(file);
            last = segment.number();
            if (!segment.isEmpty()) {
                segments.put(segment.number(), segment);
                recovery.read(segment);
            } else if (file.equals(files.getLast()) && segment.capacity() == segmentSize) {
                return segment;
            } else {
                segment.delete();
            }
        }
        return Segment.create(directory, last + 1, segmentSize);
    }

    /// The parts that recovery could not read, one line each.
    List<String> damage() {
        return damage;
    }

    private CompletableFuture<LogPosition> accept(Payload payload) {
        return spare.isMissing()
                ? CompletableFuture.failedFuture(new QueueFullException("no space left for the queue"))
                : append(payload, Kind.MESSAGE);
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
        return append(Payload.of(payload), Kind.STATE);
    }

    /// Appends a message that is stored elsewhere in the log.
    CompletableFuture<LogPosition> copy(Payload payload) {
        return append(payload, Kind.COPY);
    }

    private CompletableFuture<LogPosition> append(Payload payload, Kind kind) {
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
        return current;
    }

    /// Segments except the current one, oldest first.
    List<Segment> older() {
        return segments.values().stream().filter(s -> s != current).toList();
    }

    void delete(Segment segment) throws IOException {
        segments.remove(segment.number());
        segment.delete();
    }

    private void write() {
        List<Append> owed = new ArrayList<>();
        boolean last = false;
        while (!last) {
            last = closing && appends.isEmpty();
            try {
                List<Append> batch = new ArrayList<>(owed);
                Append first = appends.poll(last ? 0 : 100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    appends.drainTo(batch, BATCH - 1);
                }
                owed.clear();
                owed.addAll(writeOrFail(withRoom(batch), last));
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /// Keeps the last part of a segment for results of messages until there is another segment: they must be
    /// written even on a full disk. Returns what may be written; the rest is refused.
    private List<Append> withRoom(List<Append> batch) {
        long end = position
                + batch.stream()
                        .mapToLong(a -> Segment.HEADER + a.payload().length())
                        .sum();
        if (end <= segmentSize - segmentSize / KEPT_PART || spare.awaitKnown()) {
            return batch;
        }
        List<Append> states = new ArrayList<>();
        for (Append append : batch) {
            if (append.kind() == Kind.STATE) {
                states.add(append);
            } else {
                append.done().completeExceptionally(new QueueFullException("no space left for the queue"));
            }
        }
        return states;
    }

    /// Writes a batch; returns the records to be tried again.
    private List<Append> writeOrFail(List<Append> batch, boolean last) {
        try {
            writeBatch(batch);
            return List.of();
        } catch (IOException | RuntimeException e) {
            IOException failure = e instanceof QueueFullException full
                    ? full
                    : new IOException("the queue cannot be written: " + e.getMessage(), e);
            List<Append> again = new ArrayList<>();
            for (Append append : batch) {
                if (append.kind() == Kind.STATE && !append.done().isDone() && !last) {
                    again.add(append);
                } else {
                    append.done().completeExceptionally(failure);
                }
            }
            if (last && !batch.isEmpty()) {
                LOG.error("The queue closed with {} records that could not be written", batch.size(), e);
            }
            return again;
        }
    }

    /// Writes a batch, split where a segment ends; each part is forced before its callers hear of it.
    private void writeBatch(List<Append> batch) throws IOException {
        int from = 0;
        if (spoilt && !batch.isEmpty()) {
            roll();
        }
        while (from < batch.size()) {
            int to = from;
            long end = position;
            while (to < batch.size()
                    && end + Segment.HEADER + batch.get(to).payload().length() <= segmentSize) {
                end += Segment.HEADER + batch.get(to).payload().length();
                to++;
            }
            if (to == from) {
                roll();
                continue;
            }
            writePart(batch.subList(from, to), end);
            from = to;
        }
    }

    private void writePart(List<Append> part, long end) throws IOException {
        List<LogPosition> positions = new ArrayList<>(part.size());
        Segment into = current;
        try {
            records.begin(into, position);
            for (Append append : part) {
                positions.add(records.put(append.payload()));
            }
            records.flush();
            into.force();
        } catch (IOException | RuntimeException e) {
            // The content there is unknown now: nothing more goes into this segment.
            spoilt = true;
            into.wipe(position, end);
            throw e;
        }
        position = end;
        for (int i = 0; i < part.size(); i++) {
            if (part.get(i).kind() == Kind.MESSAGE) {
                into.live().incrementAndGet();
            }
            part.get(i).done().complete(positions.get(i));
        }
    }

    private void roll() throws IOException {
        Segment next = spare.take();
        segments.put(next.number(), next);
        current = next;
        position = 0;
        spoilt = false;
        spare.prepare(next.number() + 1);
    }

    @Override
    public void close() {
        closing = true;
        try {
            writer.join();
            spare.close();
            for (Segment segment : segments.values()) {
                segment.close();
            }
            lockFile.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
