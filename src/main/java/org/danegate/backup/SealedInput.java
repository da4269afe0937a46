package org.danegate.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import org.jspecify.annotations.Nullable;

/// Reads a backup, whether it is encrypted as {@link Sealing} says or not.
final class SealedInput extends InputStream {

    private final PushbackInputStream in;
    private final Sealing sealing;
    private byte[] piece = new byte[0];
    private int at;
    private boolean first = true;
    private boolean ended;

    private SealedInput(PushbackInputStream in, Sealing sealing) {
        this.in = in;
        this.sealing = sealing;
    }

    /// The content of a backup.
    ///
    /// @param passphrase null where there is none
    /// @throws IOException when it is encrypted and there is no passphrase, or the other way round
    static InputStream open(InputStream file, char @Nullable [] passphrase) throws IOException {
        byte[] head = file.readNBytes(Sealing.HEAD);
        boolean sealed = head.length >= Sealing.MAGIC.length
                && Arrays.equals(head, 0, Sealing.MAGIC.length, Sealing.MAGIC, 0, Sealing.MAGIC.length);
        PushbackInputStream all = new PushbackInputStream(file, Sealing.HEAD);
        if (!sealed) {
            all.unread(head);
            return all;
        }
        if (passphrase == null) {
            throw new IOException("it is encrypted; name the file with its passphrase by --passphrase-file");
        }
        return new SealedInput(all, Sealing.opened(passphrase, head));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        while (at == piece.length) {
            if (ended) {
                return -1;
            }
            open();
        }
        int some = Math.min(length, piece.length - at);
        System.arraycopy(piece, at, into, offset, some);
        at += some;
        return some;
    }

    private void open() throws IOException {
        byte[] sealed = in.readNBytes(Sealing.PIECE + Sealing.TAG);
        int more = in.read();
        if (more >= 0) {
            in.unread(more);
        }
        ended = more < 0;
        try {
            piece = sealing.next(Cipher.DECRYPT_MODE, sealed, sealed.length, ended);
            at = 0;
            first = false;
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    first
                            ? "its passphrase is another one, or it is damaged"
                            : "it is damaged or cut short: a part of it is not as it was written",
                    e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
