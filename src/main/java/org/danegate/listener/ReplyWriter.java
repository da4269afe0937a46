package org.danegate.listener;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Collects replies and sends them together: the replies to a pipelined group go out in one write (RFC 2920 3.2).
final class ReplyWriter {

    private static final int FULL = 16 * 1024;

    private final OutputStream out;
    private final Deadline deadline;
    private final Duration timeout;
    private final StringBuilder waiting = new StringBuilder();

    /// @param deadline set while the client has to accept what is written
    /// @param timeout the longest time that a write may take
    ReplyWriter(OutputStream out, Deadline deadline, Duration timeout) {
        this.out = out;
        this.deadline = deadline;
        this.timeout = timeout;
    }

    void say(Reply reply) throws IOException {
        waiting.append(reply.wire());
        if (waiting.length() > FULL) {
            flush();
        }
    }

    void flush() throws IOException {
        if (!waiting.isEmpty()) {
            byte[] octets = waiting.toString().getBytes(StandardCharsets.UTF_8);
            waiting.setLength(0);
            deadline.in(timeout);
            out.write(octets);
            out.flush();
            deadline.none();
        }
    }
}
