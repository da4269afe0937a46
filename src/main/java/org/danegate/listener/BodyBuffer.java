package org.danegate.listener;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/// A message as it comes in, growing; all buffers together stay within a share of the heap, so that a thousand large
/// messages at once are put off instead of ending the process.
final class BodyBuffer implements AutoCloseable {

    private static final int FIRST = 8 * 1024;

    private final AtomicLong taken;
    private final long limit;
    private byte[] octets = new byte[FIRST];
    private int length;

    /// @param taken octets that all buffers hold beyond their first few kilobytes
    /// @param limit the most that `taken` may reach
    BodyBuffer(AtomicLong taken, long limit) {
        this.taken = taken;
        this.limit = limit;
    }

    /// Adds an octet; false when there is no memory for it.
    boolean add(int octet) {
        if (length == octets.length && !grow()) {
            return false;
        }
        octets[length++] = (byte) octet;
        return true;
    }

    private boolean grow() {
        int more = octets.length;
        if (more > Integer.MAX_VALUE / 2 || taken.addAndGet(more) > limit) {
            taken.addAndGet(-more);
            return false;
        }
        octets = Arrays.copyOf(octets, octets.length + more);
        return true;
    }

    int length() {
        return length;
    }

    /// What was added, after `prefix`.
    byte[] after(byte[] prefix) {
        byte[] whole = Arrays.copyOf(prefix, prefix.length + length);
        System.arraycopy(octets, 0, whole, prefix.length, length);
        return whole;
    }

    /// What was added; only the first {@link #length()} octets count.
    byte[] octets() {
        return octets;
    }

    @Override
    public void close() {
        taken.addAndGet(FIRST - octets.length);
    }
}
