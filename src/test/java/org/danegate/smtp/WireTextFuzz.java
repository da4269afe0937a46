package org.danegate.smtp;

import static org.danegate.fuzz.Property.holds;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/// A message of any octets on its way to a peer: its line ends are complete, its end mark occurs only at its end, and
/// without the doubled dots it equals what a chunk would be.
public final class WireTextFuzz {

    private WireTextFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Content content = inPieces(input);
        ByteArrayOutputStream dotted = new ByteArrayOutputStream();
        WireText.dotted(content, dotted);
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        WireText.plain(content, plain);
        byte[] wire = dotted.toByteArray();
        wholeLines(wire);
        wholeLines(plain.toByteArray());
        holds(plain.size() == WireText.plainSize(content), "another size than was said");
        int end = endOf(wire);
        holds(end == wire.length, "the message ends within itself");
        byte[] read = undotted(wire);
        // By BDAT an empty message is an empty line (RFC 5321 has no empty message).
        holds(Arrays.equals(read, plain.toByteArray()) || read.length == 0, "two messages by two ways");
    }

    private static void wholeLines(byte[] wire) {
        for (int i = 0; i < wire.length; i++) {
            holds((i > 0 && wire[i - 1] == '\r') == (wire[i] == '\n'), "a line end of half");
        }
        holds(wire.length > 1 && wire[wire.length - 1] == '\n', "the last line has no end");
    }

    /// Behind the first line that is a dot alone.
    private static int endOf(byte[] wire) {
        boolean lineStart = true;
        for (int i = 0; i + 2 < wire.length; i++) {
            if (lineStart && wire[i] == '.' && wire[i + 1] == '\r' && wire[i + 2] == '\n') {
                return i + 3;
            }
            lineStart = wire[i] == '\n';
        }
        return -1;
    }

    private static byte[] undotted(byte[] wire) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        boolean lineStart = true;
        for (int i = 0; i < wire.length - 3; i++) {
            if (!(lineStart && wire[i] == '.')) {
                read.write(wire[i]);
            }
            lineStart = wire[i] == '\n';
        }
        return read.toByteArray();
    }

    /// Written in pieces of many sizes, as they come from a file or a header made anew.
    private static Content inPieces(byte[] octets) {
        return new Content() {
            @Override
            public long size() {
                return octets.length;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                int at = 0;
                for (int piece = 1; at < octets.length; piece = piece % 7 + 1) {
                    int count = Math.min(piece, octets.length - at);
                    if (count == 1) {
                        out.write(octets[at]);
                    } else {
                        out.write(octets, at, count);
                    }
                    at += count;
                }
            }
        };
    }
}
