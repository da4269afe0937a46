package org.danegate.queue.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.danegate.queue.MessageBody;

/// The position of a record in the log.
///
/// @param at where its header begins
/// @param length octets of its payload
record LogPosition(Segment segment, long at, int length) {

    /// The payload of the record; the caller closes it.
    ///
    /// @throws IOException when it differs from what was written
    MessageBody readChecked() throws IOException {
        MessageBody record = segment.body(at, Segment.HEADER + length);
        try {
            ByteBuffer header = ByteBuffer.wrap(record.first(Segment.HEADER));
            if (header.getInt() != length || segment.checksum(at + Segment.HEADER, length) != header.getInt()) {
                throw new IOException(segment.path().getFileName() + " at " + at + ": checksum is wrong");
            }
            return segment.body(at + Segment.HEADER, length);
        } finally {
            record.close();
        }
    }
}
