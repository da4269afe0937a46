package org.danegate.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

/// Encrypts what is written to it as {@link Sealing} says. {@link #end} writes the last piece; without it the result
/// cannot be read.
final class SealingOutput extends OutputStream {

    private final OutputStream out;
    private final Sealing sealing;
    private final byte[] piece = new byte[Sealing.PIECE];
    private int filled;

    /// @throws IOException when the head cannot be written
    SealingOutput(OutputStream out, Sealing sealing) throws IOException {
        this.out = out;
        this.sealing = sealing;
        out.write(sealing.head());
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (filled == piece.length) {
                seal(false);
            }
            int some = Math.min(length - done, piece.length - filled);
            System.arraycopy(octets, offset + done, piece, filled, some);
            filled += some;
            done += some;
        }
    }

    /// Ends the encrypted part; the stream below stays open.
    void end() throws IOException {
        seal(true);
        out.flush();
    }

    private void seal(boolean last) throws IOException {
        try {
            out.write(sealing.next(Cipher.ENCRYPT_MODE, piece, filled, last));
            filled = 0;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
