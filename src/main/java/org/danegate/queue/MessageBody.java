package org.danegate.queue;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// The octets of a message, read as often as needed without being held in memory as a whole. Closing it lets go of the
/// file behind it; one that is in memory need not be closed.
public interface MessageBody extends Closeable {

    /// Bodies up to this many octets are held in memory, larger ones stay in files.
    int IN_MEMORY = 256 << 10;

    /// Number of octets.
    int size();

    /// The octets from one place up to another. Its `available` is what is left, so that a reader can tell.
    ///
    /// @param to at most {@link #size()}
    /// @throws IOException when they cannot be read
    InputStream read(int from, int to) throws IOException;

    /// All octets, from the first one on.
    ///
    /// @throws IOException when they cannot be read
    default InputStream read() throws IOException {
        return read(0, size());
    }

    /// Writes all octets.
    ///
    /// @throws IOException when they cannot be read or written
    default void writeTo(OutputStream out) throws IOException {
        try (InputStream in = read()) {
            in.transferTo(out);
        }
    }

    /// The first octets.
    ///
    /// @param most octets that are held in memory
    /// @throws IOException when they cannot be read
    default byte[] first(int most) throws IOException {
        try (InputStream in = read(0, Math.min(most, size()))) {
            return in.readAllBytes();
        }
    }

    /// All octets in memory: for messages that are known to be small.
    ///
    /// @throws IOException when they cannot be read
    default byte[] octets() throws IOException {
        return first(size());
    }

    @Override
    default void close() {}

    /// A body in memory.
    static MessageBody of(byte[] octets) {
        return new InMemory(octets);
    }

    /// A body in memory.
    ///
    /// @param octets not copied: nobody changes them any more
    record InMemory(byte[] octets) implements MessageBody {

        @Override
        public int size() {
            return octets.length;
        }

        @Override
        public InputStream read(int from, int to) {
            return new ByteArrayInputStream(octets, from, to - from);
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(octets);
        }
    }
}
