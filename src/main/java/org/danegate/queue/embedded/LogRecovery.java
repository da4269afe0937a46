package org.danegate.queue.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.danegate.queue.waiting.LogRecord;
import org.danegate.queue.waiting.RecordDecoding;

/// Reads log files at start, in whatever state they are: a record that cannot be read is set aside, and reading
/// continues with the next readable one.
final class LogRecovery {

    /// Receives a record and its position.
    @FunctionalInterface
    interface Replay {
        void record(LogRecord record, LogPosition position);
    }

    /// The most octets checked while looking for the next sound record of a file: data written to look like records
    /// must not keep the queue from opening.
    private static final long MOST_CHECKED = 8L << 30;

    private final Path directory;
    private final Replay replay;
    private final List<String> damage = new ArrayList<>();

    LogRecovery(Path directory, Replay replay) {
        this.directory = directory;
        this.replay = replay;
    }

    /// The parts that could not be read, one line each.
    List<String> damage() {
        return List.copyOf(damage);
    }

    /// Replays a file's records in order.
    ///
    /// @throws IOException when the file cannot be read at all
    void read(Segment segment) throws IOException {
        long at = 0;
        while (at + Segment.HEADER <= segment.capacity()) {
            int length = soundLength(segment, at);
            if (length > 0) {
                apply(segment, at, length);
                at += Segment.HEADER + length;
            } else {
                long next = next(segment, at);
                setAside(segment, at, next);
                at = next;
            }
        }
    }

    /// Length of the payload of a sound record at that position; 0 when there is none.
    private static int soundLength(Segment segment, long at) throws IOException {
        if (at + Segment.HEADER > segment.capacity()) {
            return 0;
        }
        ByteBuffer header = segment.read(at, Segment.HEADER);
        int length = header.getInt();
        int checksum = header.getInt();
        boolean fits = length > 0 && length <= segment.capacity() - at - Segment.HEADER;
        return fits && segment.checksum(at + Segment.HEADER, length) == checksum ? length : 0;
    }

    /// Position of the next sound record after an unsound one; the end of the file when there is none.
    private long next(Segment segment, long at) throws IOException {
        long declared = segment.read(at, Segment.HEADER).getInt();
        long follower = at + Segment.HEADER + declared;
        if (declared > 0 && follower < segment.capacity() && soundLength(segment, follower) > 0) {
            // The record is damaged, its length is not: nothing inside it is taken for a record.
            return follower;
        }
        if (declared > 0 && follower <= segment.capacity() && isMessage(segment, at, (int) declared)) {
            // The write was cut short: the body comes from the sender, who could have put records into it.
            return follower;
        }
        return at + segment.look(at, LogRecovery::search);
    }

    /// Whether a message head at that position gives the same length.
    private static boolean isMessage(Segment segment, long at, int length) {
        long payload = at + Segment.HEADER;
        try (InputStream in = segment.stream(payload, payload + length)) {
            return RecordDecoding.decode(in, length) instanceof LogRecord.Accepted;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    /// Position of the next sound record after the one at the beginning. A record begins with its length, which is
    /// not zero.
    private static long search(ByteBuffer rest) {
        int end = Math.min(Zeroes.endOfData(rest), rest.limit() - Segment.HEADER);
        long checked = 0;
        for (int at = 1; at < end && checked < MOST_CHECKED; at++) {
            int length = rest.getInt(at);
            boolean likely = length > 0
                    && length <= rest.limit() - at - Segment.HEADER
                    && LogRecord.isKind(rest.get(at + Segment.HEADER));
            if (likely) {
                checked += length;
                ByteBuffer payload = rest.slice(at + Segment.HEADER, length);
                if (Segment.checksum(payload) == rest.getInt(at + 4)) {
                    return at;
                }
            }
        }
        return rest.limit();
    }

    private void apply(Segment segment, long at, int length) throws IOException {
        long payload = at + Segment.HEADER;
        try (InputStream in = segment.stream(payload, payload + length)) {
            replay.record(RecordDecoding.decode(in, length), new LogPosition(segment, at, length));
        } catch (IOException | IllegalArgumentException e) {
            setAside(segment, at, payload + length);
        }
    }

    /// Saves the octets between two positions in a file of their own, unless all are zero.
    private void setAside(Segment segment, long from, long to) throws IOException {
        byte[] octets = segment.look(from, rest -> withoutZeroes(rest, (int) (to - from)));
        if (octets.length > 0) {
            Path aside = directory.resolve(segment.path().getFileName() + "." + from + ".damaged");
            Files.write(aside, octets);
            String what = to == segment.capacity()
                    // Nothing sound follows: usually the record being written when the process was killed.
                    ? " octets at its end are no whole record, set aside as "
                    : " octets cannot be read, set aside as ";
            damage.add(
                    segment.path().getFileName() + " at " + from + ": " + octets.length + what + aside.getFileName());
        }
    }

    private static byte[] withoutZeroes(ByteBuffer octets, int length) {
        byte[] kept = new byte[Zeroes.endOfData(octets.duplicate().limit(length))];
        octets.get(0, kept);
        return kept;
    }
}
