package org.danegate.listener;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Gathers replies and sends them together: the answers to a pipelined group leave in one write (RFC 2920 3.2).
final class ReplyWriter {

    private static final int FULL = 16 * 1024;

    private final OutputStream out;
    private final StringBuilder waiting = new StringBuilder();

    ReplyWriter(OutputStream out) {
        this.out = out;
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
            out.write(octets);
            out.flush();
        }
    }
}
