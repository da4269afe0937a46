package org.danegate.practice;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Lines and message data on a receiver's connection. Only CR LF ends a line, and only CR LF dot CR LF ends data
/// (RFC 5321 section 2.3.8).
final class WireLines {
    private static final int MAX_LINE = 8_192;

    private final InputStream in;
    private final OutputStream out;

    WireLines(InputStream in, OutputStream out) {
        this.in = new BufferedInputStream(in);
        this.out = out;
    }

    /// The next line without its end, or null at the end of the stream.
    @Nullable
    String readLine() throws IOException {
        byte[] line = readThroughLineEnd(MAX_LINE);
        return line == null ? null : new String(line, 0, line.length - 2, StandardCharsets.UTF_8);
    }

    /// Message data up to the lone dot, dot-stuffing undone (RFC 5321 section 4.5.2).
    byte[] readDotted(int limit) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            byte[] line = readThroughLineEnd(limit);
            if (line == null || body.size() + line.length > limit) {
                throw new EOFException("data did not end");
            }
            if (line.length == 3 && line[0] == '.') {
                return body.toByteArray();
            }
            int skip = line[0] == '.' ? 1 : 0;
            body.write(line, skip, line.length - skip);
        }
    }

    byte[] readExactly(int count, int limit) throws IOException {
        if (count < 0 || count > limit) {
            throw new IOException("chunk of " + count + " octets");
        }
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("chunk did not end");
        }
        return bytes;
    }

    void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private byte @Nullable [] readThroughLineEnd(int limit) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        int previous = -1;
        for (int next = in.read(); next >= 0; next = in.read()) {
            line.write(next);
            if (previous == '\r' && next == '\n') {
                return line.toByteArray();
            }
            if (line.size() > limit) {
                throw new IOException("line too long");
            }
            previous = next;
        }
        return null;
    }
}
