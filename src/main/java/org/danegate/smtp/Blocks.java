package org.danegate.smtp;

import java.io.IOException;
import java.io.OutputStream;

/// Gathers octets and writes them when they fill a block.
final class Blocks extends OutputStream {

    private final Wire wire;
    private final byte[] block;
    private int filled;

    /// @param size octets of a block
    Blocks(Wire wire, int size) {
        this.wire = wire;
        this.block = new byte[size];
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (filled == block.length) {
                flush();
            }
            int some = Math.min(block.length - filled, length - done);
            System.arraycopy(octets, offset + done, block, filled, some);
            filled += some;
            done += some;
        }
    }

    @Override
    public void flush() throws IOException {
        wire.write(block, filled);
        filled = 0;
    }
}
