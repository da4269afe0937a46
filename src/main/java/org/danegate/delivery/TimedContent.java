package org.danegate.delivery;

import java.io.IOException;
import java.io.OutputStream;
import org.danegate.smtp.Content;

/// A message on its way in one transaction, which notices when its first octet is sent: until then the envelope was
/// given, from then on the message. Used by one thread.
final class TimedContent implements Content {

    private final Content content;
    private final long begun = System.nanoTime();
    private long message;

    TimedContent(Content content) {
        this.content = content;
    }

    @Override
    public long size() {
        return content.size();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        message = System.nanoTime();
        content.writeTo(out);
    }

    /// Nanoseconds until the message began; 0 when it did not.
    long envelopeNanos() {
        return message == 0 ? 0 : message - begun;
    }

    /// Nanoseconds since the message began; 0 when it did not.
    long messageNanos() {
        return message == 0 ? 0 : System.nanoTime() - message;
    }
}
