package org.danegate.control;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// One message after the request: one octet for the kind, four for the length, then the octets.
///
/// @param octets text in UTF-8, except in [Kind#DATA], and in [Kind#END]: four octets with the exit status
public record Frame(Kind kind, byte[] octets) {

    /// The most octets of a frame.
    public static final int MOST = 1 << 20;

    /// What a frame is.
    public enum Kind {
        /// From the server: standard output; an empty one only asks whether the caller is still there.
        OUT(0),
        /// From the server: standard error.
        ERR(1),
        /// From the server: a question at the terminal, answered by [#ANSWER].
        ASK(2),
        /// From the server: the exit status, always last.
        END(3),
        /// From the caller: a line typed at the terminal.
        ANSWER(4),
        /// From the server: octets for the command itself, such as those of a file that it writes.
        DATA(5);

        private final int octet;

        Kind(int octet) {
            this.octet = octet;
        }

        private static Optional<Kind> of(int octet) {
            return Arrays.stream(values()).filter(kind -> kind.octet == octet).findFirst();
        }
    }

    /// A frame with text.
    public static Frame of(Kind kind, String text) {
        return new Frame(kind, text.getBytes(StandardCharsets.UTF_8));
    }

    /// The last frame.
    public static Frame end(int status) {
        return new Frame(
                Kind.END,
                new byte[] {(byte) (status >>> 24), (byte) (status >>> 16), (byte) (status >>> 8), (byte) status});
    }

    /// The octets as text.
    public String text() {
        return new String(octets, StandardCharsets.UTF_8);
    }

    /// The exit status of [Kind#END].
    public int status() {
        return octets[0] << 24 | (octets[1] & 0xff) << 16 | (octets[2] & 0xff) << 8 | octets[3] & 0xff;
    }

    /// Writes the frame; does not flush.
    public void write(DataOutputStream to) throws IOException {
        to.writeByte(kind.octet);
        to.writeInt(octets.length);
        to.write(octets);
    }

    /// Reads the next frame; empty at the end of the stream.
    ///
    /// @throws IOException for an octet that is no kind, or a frame that is too long or cut off
    public static Optional<Frame> read(DataInputStream from) throws IOException {
        int octet = from.read();
        if (octet < 0) {
            return Optional.empty();
        }
        Optional<Kind> kind = Kind.of(octet);
        int length = from.readInt();
        if (kind.isEmpty() || length < 0 || length > MOST) {
            throw new IOException("not a frame");
        }
        byte[] octets = from.readNBytes(length);
        boolean short4 = kind.get() == Kind.END && length != 4;
        if (octets.length < length || short4) {
            throw new EOFException("a frame is cut off");
        }
        return Optional.of(new Frame(kind.get(), octets));
    }
}
