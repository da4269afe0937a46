package org.danegate.queue;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/// A part of a file that others read and write too; each reader has its own position. Closing it leaves the file open.
public final class FileRange extends InputStream {

    private static final int AT_ONCE = 16 << 10;

    private final FileChannel file;
    private final long end;
    private final ByteBuffer buffer;
    private long next;

    /// @param from first octet
    /// @param to the octet after the last one
    public FileRange(FileChannel file, long from, long to) {
        this.file = file;
        this.next = from;
        this.end = to;
        this.buffer = ByteBuffer.allocate((int) Math.min(AT_ONCE, to - from)).limit(0);
    }

    @Override
    public int read() throws IOException {
        return buffer.hasRemaining() || fill() ? buffer.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (!buffer.hasRemaining() && !fill()) {
            return -1;
        }
        int some = Math.min(length, buffer.remaining());
        buffer.get(into, offset, some);
        return some;
    }

    /// All octets that are left, not only those available without waiting.
    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, buffer.remaining() + end - next);
    }

    private boolean fill() throws IOException {
        if (next == end) {
            return false;
        }
        buffer.clear().limit((int) Math.min(buffer.capacity(), end - next));
        int read = file.read(buffer, next);
        if (read < 0) {
            throw new EOFException("the file is shorter than what was written to it");
        }
        next += read;
        buffer.flip();
        return true;
    }
}
