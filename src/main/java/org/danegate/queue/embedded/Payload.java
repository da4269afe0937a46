package org.danegate.queue.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.danegate.queue.MessageBody;

/// The content of a log record: its head in memory, followed by a body that may be stored elsewhere.
///
/// @param head octets before the body
/// @param body read when the record is written
/// @param checksum CRC-32C of both
record Payload(byte[] head, MessageBody body, int checksum) {

    private static final MessageBody NONE = MessageBody.of(new byte[0]);

    /// A record without a body.
    static Payload of(byte[] head) {
        return new Payload(head, NONE, Segment.checksum(head));
    }

    /// A message.
    ///
    /// @throws IOException when the body cannot be read
    static Payload of(byte[] head, MessageBody body) throws IOException {
        CRC32C crc = new CRC32C();
        crc.update(head);
        try (OutputStream checked = new CheckedOutputStream(OutputStream.nullOutputStream(), crc)) {
            body.writeTo(checked);
        }
        return new Payload(head, body, (int) crc.getValue());
    }

    /// A whole payload that is in the log already.
    static Payload standing(MessageBody whole, int checksum) {
        return new Payload(new byte[0], whole, checksum);
    }

    /// Octets of both.
    int length() {
        return head.length + body.size();
    }
}
