package org.danegate.queue.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// Writes records one after another through one small buffer, however large they are. For one thread.
final class RecordWriter extends OutputStream {

    private static final int AT_ONCE = 256 << 10;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(AT_ONCE);
    private Segment into;
    private long at;

    /// @param first where the first record goes
    RecordWriter(Segment first) {
        this.into = first;
    }

    /// Sets the position of the next records.
    void begin(Segment segment, long place) {
        into = segment;
        at = place;
        buffer.clear();
    }

    /// Writes a record.
    ///
    /// @return its position
    /// @throws IOException when it cannot be written, or its body cannot be read
    LogPosition put(Payload payload) throws IOException {
        if (buffer.remaining() < Segment.HEADER) {
            flush();
        }
        LogPosition position = new LogPosition(into, at + buffer.position(), payload.length());
        buffer.putInt(payload.length()).putInt(payload.checksum());
        write(payload.head());
        payload.body().writeTo(this);
        if (at + buffer.position() != position.at() + Segment.HEADER + payload.length()) {
            throw new IOException("a body is not as long as it said");
        }
        return position;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet});
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int some = Math.min(buffer.remaining(), length - done);
            buffer.put(octets, offset + done, some);
            done += some;
        }
    }

    /// Hands what is in the buffer to the file; it is not forced.
    @Override
    public void flush() throws IOException {
        int length = buffer.position();
        into.write(buffer.flip(), at);
        buffer.clear();
        at += length;
    }
}
