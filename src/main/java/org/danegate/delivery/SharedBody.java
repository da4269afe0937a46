package org.danegate.delivery;

import jakarta.mail.internet.SharedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.danegate.queue.MessageBody;
import org.jspecify.annotations.Nullable;

/// A message for the MIME parser, which reads the parts in place and copies none of them into memory.
final class SharedBody extends InputStream implements SharedInputStream {

    private final MessageBody body;
    private final int start;
    private final int end;
    private int position;
    private @Nullable InputStream in;

    SharedBody(MessageBody body) {
        this(body, 0, body.size());
    }

    private SharedBody(MessageBody body, int start, int end) {
        this.body = body;
        this.start = start;
        this.position = start;
        this.end = end;
    }

    @Override
    public long getPosition() {
        return (long) position - start;
    }

    /// @param to -1 for the end
    @Override
    public InputStream newStream(long from, long to) {
        return new SharedBody(body, start + (int) from, to < 0 ? end : start + (int) to);
    }

    @Override
    public int read() throws IOException {
        int octet = open().read();
        if (octet >= 0) {
            position++;
        }
        return octet;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = open().read(into, offset, length);
        position += Math.max(0, read);
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = open().skip(count);
        position += (int) skipped;
        return skipped;
    }

    @Override
    public int available() {
        return end - position;
    }

    private int marked = -1;

    @Override
    public boolean markSupported() {
        return true;
    }

    @Override
    public void mark(int limit) {
        marked = position;
    }

    @Override
    public void reset() throws IOException {
        if (marked < 0) {
            throw new IOException("no place was marked");
        }
        close();
        position = marked;
    }

    @Override
    public void close() {
        try {
            if (in != null) {
                in.close();
            }
            in = null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private InputStream open() throws IOException {
        InputStream open = in;
        if (open == null) {
            open = body.read(position, end);
            in = open;
        }
        return open;
    }
}
