package org.danegate.queue;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// The octets of a message. They can be read as often as needed without being held in memory as a whole. Closing a body
/// releases the file behind it; a body in memory need not be closed.
public interface MessageBody extends Closeable {

    /// Bodies up to this many octets are held in memory, larger ones stay in files.
    int IN_MEMORY = 256 << 10;

    /// Number of octets.
    int size();

    /// The octets from one position up to another. `available` of the stream is the number of octets left.
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
    /// @param content not copied: nobody may change it afterwards
    record InMemory(byte[] content) implements MessageBody {

        @Override
        public byte[] octets() {
            return content;
        }

        @Override
        public int size() {
            return content.length;
        }

        @Override
        public InputStream read(int from, int to) {
            return new ByteArrayInputStream(content, from, to - from);
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(content);
        }
    }
}
