package org.danegate.queue.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.danegate.queue.MessageBody;
import org.danegate.queue.waiting.Place;

/// The position of a record in the log.
///
/// @param at where its header begins
/// @param length octets of its payload
/// @param body where the body of a message begins in the payload; 0 for another record
record LogPosition(Segment segment, long at, int length, int body) implements Place {

    /// A position of a record without a body, or with one that is not known yet.
    LogPosition(Segment segment, long at, int length) {
        this(segment, at, length, 0);
    }

    /// The same with a body.
    LogPosition withBody(int offset) {
        return new LogPosition(segment, at, length, offset);
    }

    /// The body. A small record is read into memory, so that its file need not be kept for it.
    @Override
    public MessageBody read() throws IOException {
        try (MessageBody record = segment.body(at, Segment.HEADER + length)) {
            return length > MessageBody.IN_MEMORY ? inFile(record) : inMemory(record.octets());
        }
    }

    @Override
    public void filled() {
        segment.live().incrementAndGet();
    }

    @Override
    public void emptied() {
        segment.live().decrementAndGet();
    }

    private MessageBody inMemory(byte[] record) throws IOException {
        ByteBuffer header = ByteBuffer.wrap(record);
        check(header.getInt(), header.getInt(), Segment.checksum(header));
        return MessageBody.of(Arrays.copyOfRange(record, Segment.HEADER + body, record.length));
    }

    private MessageBody inFile(MessageBody record) throws IOException {
        long payload = at + Segment.HEADER;
        ByteBuffer header = ByteBuffer.wrap(record.first(Segment.HEADER));
        check(header.getInt(), header.getInt(), segment.checksum(payload, length));
        return segment.body(payload + body, length - body);
    }

    private void check(int writtenLength, int writtenChecksum, int checksum) throws IOException {
        if (writtenLength != length || writtenChecksum != checksum) {
            throw new IOException(segment.path().getFileName() + " at " + at + ": checksum is wrong");
        }
    }
}
