package org.danegate.queue.embedded;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// Finds where the octets end that were ever written to a log file. Zeroes follow them, 64 MiB in a new file: they are
/// compared in blocks, since each start waits for it.
final class Zeroes {

    private static final MemorySegment BLOCK = MemorySegment.ofArray(new long[8192]);

    private Zeroes() {}

    /// Number of octets up to the last one that is not zero; 0 when all are.
    ///
    /// @param octets all of them, from position 0 to the limit
    static int endOfData(ByteBuffer octets) {
        MemorySegment all = MemorySegment.ofBuffer(octets.duplicate().position(0));
        long end = all.byteSize();
        while (end >= BLOCK.byteSize()
                && all.asSlice(end - BLOCK.byteSize(), BLOCK.byteSize()).mismatch(BLOCK) < 0) {
            end -= BLOCK.byteSize();
        }
        while (end > 0 && octets.get((int) end - 1) == 0) {
            end--;
        }
        return (int) end;
    }
}
