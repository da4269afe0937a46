package org.danegate.queue.embedded;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;

/// The segments of the log: the current one, which records are appended to, and the older ones. One thread changes the
/// current one, others read it.
final class LogSegments implements Closeable {

    private final ConcurrentSkipListMap<Long, Segment> segments = new ConcurrentSkipListMap<>();
    private volatile Segment current;

    /// Opens the segments of a folder and replays their records.
    ///
    /// @param size octets of a segment
    /// @throws IOException when a file cannot be read or made; no segment stays open then
    LogSegments(Path directory, long size, LogRecovery recovery) throws IOException {
        try {
            this.current = recover(directory, size, recovery);
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
        segments.put(current.number(), current);
    }

    /// Replays the existing records; returns the segment to continue with. The segment made in advance is used
    /// again, because a full disk may have no room for another.
    private Segment recover(Path directory, long size, LogRecovery recovery) throws IOException {
        List<Path> files = files(directory);
        long last = 0;
        for (Path file : files) {
            Segment segment = Segment.open(file);
            last = segment.number();
            if (!segment.isEmpty()) {
                segments.put(segment.number(), segment);
                recovery.read(segment);
            } else if (file.equals(files.getLast()) && segment.capacity() == size) {
                return segment;
            } else {
                segment.delete();
            }
        }
        return Segment.create(directory, last + 1, size);
    }

    private static List<Path> files(Path directory) throws IOException {
        try (var found = Files.list(directory)) {
            return found.filter(p -> p.getFileName().toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
    }

    Segment current() {
        return current;
    }

    /// Continues with another segment, which is empty.
    void begin(Segment next) {
        segments.put(next.number(), next);
        current = next;
    }

    /// Segments except the current one, oldest first.
    List<Segment> older() {
        return segments.values().stream().filter(s -> s != current).toList();
    }

    /// @throws IOException when the file cannot be deleted
    void delete(Segment segment) throws IOException {
        segments.remove(segment.number());
        segment.delete();
    }

    @Override
    public void close() throws IOException {
        for (Segment segment : segments.values()) {
            segment.close();
        }
    }
}
