package org.danegate.queue.embedded;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.danegate.queue.FileRange;
import org.danegate.queue.MessageBody;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One preallocated file of the log. Records are appended one after the other; zeroes follow the last one.
final class Segment implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Segment.class);

    static final int HEADER = 8;
    private static final int ZEROES = 1 << 20;

    private final Path path;
    private final long number;
    private final FileChannel channel;
    private final long capacity;
    /// Messages accepted in this segment that still have recipients.
    private final AtomicInteger live = new AtomicInteger();
    private final SegmentBodies bodies;

    private Segment(Path path, long number, FileChannel channel, long capacity) {
        this.path = path;
        this.number = number;
        this.channel = channel;
        this.capacity = capacity;
        this.bodies = new SegmentBodies(path, channel);
    }

    /// Makes a segment of `capacity` octets. All of them are written once, so that a later force writes only data.
    static Segment create(Path directory, long number, long capacity) throws IOException {
        Path path = directory.resolve(name(number));
        FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            fill(channel, capacity);
            channel.force(true);
            forceFolder(directory);
            return new Segment(path, number, channel, capacity);
        } catch (IOException e) {
            channel.close();
            Files.deleteIfExists(path);
            throw e;
        }
    }

    /// Makes durable which files are in a folder.
    static void forceFolder(Path directory) throws IOException {
        try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private static void fill(FileChannel channel, long capacity) throws IOException {
        ByteBuffer zeroes = ByteBuffer.allocateDirect(ZEROES);
        for (long at = 0; at < capacity; at += zeroes.capacity()) {
            zeroes.clear().limit((int) Math.min(zeroes.capacity(), capacity - at));
            writeFully(channel, zeroes, at);
            // In small portions: a caller that forces records meanwhile waits for one portion at most.
            channel.force(false);
        }
    }

    static Segment open(Path path) throws IOException {
        String file = path.getFileName().toString();
        long number = Long.parseLong(file.substring(0, file.indexOf('.')));
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        return new Segment(path, number, channel, channel.size());
    }

    static String name(long number) {
        return String.format("%012d.log", number);
    }

    Path path() {
        return path;
    }

    long number() {
        return number;
    }

    long capacity() {
        return capacity;
    }

    AtomicInteger live() {
        return live;
    }

    /// Whether only zeroes were ever written: a segment made in advance.
    boolean isEmpty() throws IOException {
        if (capacity < HEADER) {
            return true;
        }
        return look(0, octets -> Zeroes.endOfData(octets) == 0);
    }

    /// Looks at everything from a position on. The mapping is released at once: a mapped file keeps its room on the
    /// disk even when it is deleted.
    <T> T look(long from, Function<ByteBuffer, T> at) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return at.apply(channel.map(FileChannel.MapMode.READ_ONLY, from, capacity - from, arena)
                    .asByteBuffer());
        }
    }

    /// Fills a part that could not be written with zeroes, if possible.
    void wipe(long from, long to) {
        try {
            for (long at = from; at < to; at += ZEROES) {
                writeFully(channel, ByteBuffer.allocate((int) Math.min(ZEROES, to - at)), at);
            }
            channel.force(false);
        } catch (IOException lost) {
            LOG.warn("{} from {} to {} is spoilt: {}", path.getFileName(), from, to, lost.getMessage());
        }
    }

    void write(ByteBuffer records, long at) throws IOException {
        writeFully(channel, records, at);
    }

    void force() throws IOException {
        channel.force(false);
    }

    ByteBuffer read(long at, int length) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(length);
        while (into.hasRemaining()) {
            int n = channel.read(into, at + into.position());
            if (n < 0) {
                throw new IOException("segment " + path.getFileName() + " is shorter than its records");
            }
        }
        return into.flip();
    }

    /// Reads a part without loading it into memory.
    InputStream stream(long from, long to) {
        return new FileRange(channel, from, to);
    }

    /// The checksum of a payload at that position.
    int checksum(long at, int length) throws IOException {
        CRC32C crc = new CRC32C();
        try (InputStream payload = new CheckedInputStream(stream(at, at + length), crc)) {
            payload.transferTo(OutputStream.nullOutputStream());
        }
        return (int) crc.getValue();
    }

    /// A part of the file as a body for others to read. The file can be deleted meanwhile, and stays readable until
    /// the body is closed.
    ///
    /// @throws IOException when the file is gone
    MessageBody body(long at, int length) throws IOException {
        return bodies.open(at, length);
    }

    void delete() throws IOException {
        bodies.closeForGood();
        Files.deleteIfExists(path);
    }

    static int checksum(byte[] payload) {
        return checksum(ByteBuffer.wrap(payload));
    }

    static int checksum(ByteBuffer payload) {
        CRC32C crc = new CRC32C();
        crc.update(payload);
        return (int) crc.getValue();
    }

    private static void writeFully(FileChannel channel, ByteBuffer from, long at) throws IOException {
        long position = at;
        while (from.hasRemaining()) {
            position += channel.write(from, position);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
