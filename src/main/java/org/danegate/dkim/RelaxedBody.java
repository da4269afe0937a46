package org.danegate.dkim;

import java.security.MessageDigest;

/// Hashes a body in its relaxed form as it passes (RFC 6376 3.4.4), in constant memory. White space is SP and TAB only:
/// a run of it becomes one SP, at the end of a line nothing; empty lines at the end are dropped.
final class RelaxedBody {

    private final MessageDigest digest;
    private final byte[] buffer = new byte[4096];
    private int buffered;
    private long lineEnds;
    private boolean blank;
    private boolean afterCr;
    private boolean any;

    RelaxedBody(MessageDigest digest) {
        this.digest = digest;
    }

    /// The next octets of the body.
    void update(byte[] some, int offset, int count) {
        for (int i = offset; i < offset + count; i++) {
            take(some[i]);
        }
    }

    private void take(byte octet) {
        if (afterCr) {
            afterCr = false;
            if (octet == '\n') {
                blank = false;
                lineEnds++;
                return;
            }
            // A bare CR is an octet like any other.
            emit((byte) '\r');
        }
        switch (octet) {
            case '\r' -> afterCr = true;
            case ' ', '\t' -> blank = true;
            default -> emit(octet);
        }
    }

    private void emit(byte octet) {
        for (; lineEnds > 0; lineEnds--) {
            put((byte) '\r');
            put((byte) '\n');
        }
        if (blank) {
            put((byte) ' ');
            blank = false;
        }
        put(octet);
        any = true;
    }

    private void put(byte octet) {
        if (buffered == buffer.length) {
            flush();
        }
        buffer[buffered++] = octet;
    }

    private void flush() {
        digest.update(buffer, 0, buffered);
        buffered = 0;
    }

    /// The hash of the whole body. Nothing may follow.
    byte[] finish() {
        if (afterCr) {
            afterCr = false;
            emit((byte) '\r');
        }
        if (any) {
            put((byte) '\r');
            put((byte) '\n');
        }
        flush();
        return digest.digest();
    }
}
