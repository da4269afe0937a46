package org.danegate.queue.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.danegate.queue.MessageBody;

/// The position of a record in the log.
///
/// @param at where its header begins
/// @param length octets of its payload
record LogPosition(Segment segment, long at, int length) {

    /// The payload of the record from an octet on; the caller closes it. A small record is read into memory,
    /// so that its file need not be kept for it.
    ///
    /// @throws IOException when the record differs from what was written
    MessageBody readChecked(int from) throws IOException {
        try (MessageBody record = segment.body(at, Segment.HEADER + length)) {
            return length > MessageBody.IN_MEMORY ? inFile(record, from) : inMemory(record.octets(), from);
        }
    }

    private MessageBody inMemory(byte[] record, int from) throws IOException {
        ByteBuffer header = ByteBuffer.wrap(record);
        check(header.getInt(), header.getInt(), Segment.checksum(header));
        return MessageBody.of(Arrays.copyOfRange(record, Segment.HEADER + from, record.length));
    }

    private MessageBody inFile(MessageBody record, int from) throws IOException {
        long payload = at + Segment.HEADER;
        ByteBuffer header = ByteBuffer.wrap(record.first(Segment.HEADER));
        check(header.getInt(), header.getInt(), segment.checksum(payload, length));
        return segment.body(payload + from, length - from);
    }

    private void check(int writtenLength, int writtenChecksum, int checksum) throws IOException {
        if (writtenLength != length || writtenChecksum != checksum) {
            throw new IOException(segment.path().getFileName() + " at " + at + ": checksum is wrong");
        }
    }
}
