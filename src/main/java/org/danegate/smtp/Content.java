package org.danegate.smtp;

import java.io.IOException;
import java.io.OutputStream;

/// The octets of a message to send: written as often as requested, the same each time, and never held in memory as
/// a whole.
public interface Content {

    /// Number of octets.
    long size();

    /// Writes all octets.
    ///
    /// @throws IOException when they cannot be read or written
    void writeTo(OutputStream out) throws IOException;

    /// Content in memory.
    static Content of(byte[] octets) {
        return new Content() {
            @Override
            public long size() {
                return octets.length;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write(octets);
            }
        };
    }
}
