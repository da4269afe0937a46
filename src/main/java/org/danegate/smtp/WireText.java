package org.danegate.smtp;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Converts a message to what goes over the wire: every line end is CRLF, the last one too, and for DATA dots at line
/// starts are doubled (RFC 5321 4.5.2). A bare CR or LF becomes CRLF, so that no peer can read an end of message where
/// we wrote none.
final class WireText extends FilterOutputStream {

    /// Most octets of the buffer; a shorter message has a shorter one.
    private static final int AT_ONCE = 8 << 10;
    /// Octets for line ends and dots that a message lacks.
    private static final int ROOM = 256;

    private final boolean dots;
    private final byte[] made;
    private int length;
    private boolean lineStart = true;
    private boolean afterCr;
    private long written;

    private WireText(OutputStream out, boolean dots, long size) {
        super(out);
        this.made = new byte[(int) Math.min(AT_ONCE, size + ROOM)];
        this.dots = dots;
    }

    /// Writes a message for DATA, including the final `CRLF . CRLF`.
    static void dotted(Content content, OutputStream out) throws IOException {
        write(content, out, true);
        out.write(new byte[] {'.', '\r', '\n'});
    }

    /// Writes a message for BDAT.
    static void plain(Content content, OutputStream out) throws IOException {
        write(content, out, false);
    }

    /// Number of octets of a message sent with BDAT.
    static long plainSize(Content content) throws IOException {
        return write(content, OutputStream.nullOutputStream(), false);
    }

    /// Writes a message; returns the number of octets written.
    private static long write(Content content, OutputStream out, boolean dots) throws IOException {
        WireText text = new WireText(out, dots, content.size());
        content.writeTo(text);
        text.end();
        text.drain();
        return text.written;
    }

    @Override
    public void write(int octet) throws IOException {
        take((byte) octet);
    }

    @Override
    public void write(byte[] octets, int offset, int count) throws IOException {
        int at = offset;
        int end = offset + count;
        while (at < end) {
            if (lineStart || isLineEnd(octets[at])) {
                take(octets[at++]);
            } else {
                int from = at;
                while (at < end && !isLineEnd(octets[at])) {
                    at++;
                }
                copy(octets, from, at - from);
            }
        }
    }

    private static boolean isLineEnd(byte octet) {
        return octet == '\r' || octet == '\n';
    }

    /// Copies the rest of a line, or a part of it.
    private void copy(byte[] octets, int from, int count) throws IOException {
        if (count > made.length - length) {
            drain();
        }
        if (count > made.length) {
            out.write(octets, from, count);
            written += count;
        } else {
            System.arraycopy(octets, from, made, length, count);
            length += count;
        }
        afterCr = false;
    }

    private void take(byte octet) throws IOException {
        if (length > made.length - 2) {
            drain();
        }
        if (octet == '\n' && afterCr) {
            afterCr = false;
            return;
        }
        afterCr = octet == '\r';
        if (octet == '\r' || octet == '\n') {
            made[length++] = '\r';
            made[length++] = '\n';
            lineStart = true;
            return;
        }
        if (dots && lineStart && octet == '.') {
            made[length++] = '.';
        }
        made[length++] = octet;
        lineStart = false;
    }

    /// Ends the last line. An empty message has no line to end under DATA; under BDAT it needs one.
    private void end() throws IOException {
        if (!lineStart || !dots && written + length == 0) {
            take((byte) '\r');
        }
    }

    private void drain() throws IOException {
        out.write(made, 0, length);
        written += length;
        length = 0;
    }

    /// The stream underneath decides when its octets go.
    @Override
    public void flush() {}
}
