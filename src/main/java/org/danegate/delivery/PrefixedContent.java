package org.danegate.delivery;

import java.io.IOException;
import java.io.OutputStream;
import org.danegate.smtp.Content;

/// A message with header fields put before it.
///
/// @param fields whole fields with their line ends; not copied: nobody may change them afterwards
record PrefixedContent(byte[] fields, Content message) implements Content {

    @Override
    public long size() {
        return fields.length + message.size();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(fields);
        message.writeTo(out);
    }
}
