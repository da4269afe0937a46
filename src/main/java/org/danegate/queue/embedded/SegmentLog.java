package org.danegate.queue.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
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
import org.danegate.queue.QueueFullException;

/// Appends records from many callers with one force for each batch, on one thread of its own.
final class SegmentLog implements AutoCloseable {

    /// Where a record stands.
    record Position(Segment segment, long at, int length) {}

    /// Reads a record at recovery.
    @FunctionalInterface
    interface Replay {
        void record(LogRecord record, Position position);
    }

    private static final int BATCH = 512;

    private record Append(byte[] payload, CompletableFuture<Position> done) {}

    private final Path directory;
    private final long segmentSize;
    private final FileChannel lockFile;
    private final BlockingQueue<Append> appends = new ArrayBlockingQueue<>(16_384);
    private final ConcurrentSkipListMap<Long, Segment> segments = new ConcurrentSkipListMap<>();
    private final Thread writer;
    private final List<String> damage = new ArrayList<>();
    private volatile boolean closing;
    private volatile Segment current;
    private CompletableFuture<Segment> spare;
    private long position;

    /// Opens the log and replays it.
    ///
    /// @throws IOException when the folder is in use by another process or cannot be written
    SegmentLog(Path directory, long segmentSize, Replay replay) throws IOException {
        this.directory = directory;
        this.segmentSize = segmentSize;
        Files.createDirectories(directory);
        this.lockFile = lock(directory);
        long last = recover(replay);
        this.current = Segment.create(directory, last + 1, segmentSize);
        segments.put(current.number(), current);
        this.spare = prepare(current.number() + 1);
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

    private long recover(Replay replay) throws IOException {
        List<Path> files;
        try (var found = Files.list(directory)) {
            files = found.filter(p -> p.getFileName().toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
        long last = 0;
        for (Path file : files) {
            Segment segment = Segment.open(file);
            segments.put(segment.number(), segment);
            last = segment.number();
            if (segment.isEmpty()) {
                delete(segment);
            } else {
                replay(segment, replay);
            }
        }
        return last;
    }

    private void replay(Segment segment, Replay replay) throws IOException {
        long at = 0;
        while (at + Segment.HEADER <= segment.capacity()) {
            ByteBuffer header = segment.read(at, Segment.HEADER);
            int length = header.getInt();
            int checksum = header.getInt();
            if (length == 0 && checksum == 0) {
                return;
            }
            if (length <= 0 || at + Segment.HEADER + length > segment.capacity()) {
                damage.add(segment.path().getFileName() + " at " + at + ": torn record, the rest is not read");
                return;
            }
            byte[] payload = segment.read(at + Segment.HEADER, length).array();
            if (Segment.checksum(payload) == checksum) {
                apply(segment, at, payload, replay);
            } else {
                setAside(segment, at, payload);
            }
            at += Segment.HEADER + length;
        }
    }

    private void apply(Segment segment, long at, byte[] payload, Replay replay) {
        try {
            replay.record(LogRecord.decode(payload), new Position(segment, at, payload.length));
        } catch (IOException | IllegalArgumentException e) {
            damage.add(segment.path().getFileName() + " at " + at + ": " + e.getMessage());
        }
    }

    private void setAside(Segment segment, long at, byte[] payload) throws IOException {
        Path aside = directory.resolve(segment.path().getFileName() + "." + at + ".damaged");
        Files.write(aside, payload);
        damage.add(segment.path().getFileName() + " at " + at + ": checksum is wrong, set aside as "
                + aside.getFileName());
    }

    /// What recovery could not read, one line each.
    List<String> damage() {
        return List.copyOf(damage);
    }

    /// Appends a record; the future is done when the record is on disk.
    CompletableFuture<Position> append(byte[] payload) {
        CompletableFuture<Position> done = new CompletableFuture<>();
        if (closing) {
            done.completeExceptionally(new IOException("the queue is closed"));
            return done;
        }
        if (payload.length + Segment.HEADER > segmentSize) {
            done.completeExceptionally(new QueueFullException("the message is larger than a queue segment"));
            return done;
        }
        try {
            appends.put(new Append(payload, done));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            done.completeExceptionally(new IOException("interrupted", e));
        }
        return done;
    }

    ByteBuffer read(Position position, int offset, int length) throws IOException {
        return position.segment().read(position.at() + Segment.HEADER + offset, length);
    }

    Segment current() {
        return current;
    }

    /// Segments but the current one, oldest first.
    List<Segment> older() {
        return segments.values().stream().filter(s -> s != current).toList();
    }

    void delete(Segment segment) throws IOException {
        segments.remove(segment.number());
        segment.delete();
    }

    private void write() {
        List<Append> batch = new ArrayList<>();
        while (!closing || !appends.isEmpty()) {
            batch.clear();
            try {
                Append first = appends.poll(100, java.util.concurrent.TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                appends.drainTo(batch, BATCH - 1);
                writeBatch(batch);
            } catch (InterruptedException e) {
                return;
            } catch (IOException | RuntimeException e) {
                IOException failure = isFull(e)
                        ? new QueueFullException("no space left for the queue")
                        : new IOException("the queue cannot be written: " + e.getMessage(), e);
                batch.forEach(a -> a.done().completeExceptionally(failure));
            }
        }
    }

    private static boolean isFull(Exception e) {
        String text = e.getMessage();
        return text != null && (text.contains("No space left") || text.contains("quota"));
    }

    /// Writes a batch, split where a segment ends; each part is forced before its callers hear of it.
    private void writeBatch(List<Append> batch) throws IOException {
        int from = 0;
        while (from < batch.size()) {
            int to = from;
            long end = position;
            while (to < batch.size() && end + Segment.HEADER + batch.get(to).payload().length <= segmentSize) {
                end += Segment.HEADER + batch.get(to).payload().length;
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
        ByteBuffer buffer = ByteBuffer.allocate((int) (end - position));
        List<Position> positions = new ArrayList<>(part.size());
        Segment into = current;
        for (Append append : part) {
            positions.add(new Position(into, position + buffer.position(), append.payload().length));
            buffer.putInt(append.payload().length)
                    .putInt(Segment.checksum(append.payload()))
                    .put(append.payload());
        }
        into.write(buffer.flip(), position);
        into.force();
        position = end;
        for (int i = 0; i < part.size(); i++) {
            part.get(i).done().complete(positions.get(i));
        }
    }

    /// Makes the next segment while the current one fills: writing it out takes longer than anybody should wait.
    private CompletableFuture<Segment> prepare(long number) {
        CompletableFuture<Segment> made = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("queue-segment").start(() -> {
            try {
                made.complete(Segment.create(directory, number, segmentSize));
            } catch (IOException | RuntimeException e) {
                made.completeExceptionally(e);
            }
        });
        return made;
    }

    private void roll() throws IOException {
        Segment next;
        try {
            next = spare.get();
        } catch (ExecutionException e) {
            // Tried again here and now: there may be room on the disk by now.
            next = Segment.create(directory, current.number() + 1, segmentSize);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        segments.put(next.number(), next);
        current = next;
        position = 0;
        spare = prepare(next.number() + 1);
    }

    /// An empty segment is of no use to the next start, which begins one of its own.
    private static void discard(Segment unused) {
        try {
            unused.delete();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            writer.join();
            for (Segment segment : segments.values()) {
                segment.close();
            }
            spare.thenAccept(SegmentLog::discard).exceptionally(e -> null).join();
            lockFile.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
