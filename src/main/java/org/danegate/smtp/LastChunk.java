package org.danegate.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A message as the one chunk of a `BDAT n LAST` (RFC 3030), command and octets together: no dots are doubled,
/// and every line end is CRLF, the last one too, as the message would arrive by DATA.
///
/// @param octets buffer holding the command and the message
/// @param length octets used
record LastChunk(byte[] octets, int length) {

    /// @param after what follows the chunk in the same write
    static LastChunk of(byte[] body, String after) {
        byte[] following = after.getBytes(StandardCharsets.US_ASCII);
        LastChunk chunk = of(body);
        byte[] all = Arrays.copyOf(chunk.octets, chunk.length + following.length);
        System.arraycopy(following, 0, all, chunk.length, following.length);
        return new LastChunk(all, all.length);
    }

    static LastChunk of(byte[] body) {
        int size = body.length + missing(body);
        byte[] command = ("BDAT " + size + " LAST\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] out = new byte[command.length + size];
        System.arraycopy(command, 0, out, 0, command.length);
        if (size == body.length) {
            System.arraycopy(body, 0, out, command.length, size);
            return new LastChunk(out, out.length);
        }
        int n = command.length;
        for (int i = 0; i < body.length; i++) {
            byte b = body[i];
            if (b == '\r' || b == '\n') {
                if (b == '\r' && i + 1 < body.length && body[i + 1] == '\n') {
                    i++;
                }
                out[n++] = '\r';
                out[n++] = '\n';
            } else {
                out[n++] = b;
            }
        }
        if (!endsWithLine(body)) {
            out[n++] = '\r';
            out[n++] = '\n';
        }
        return new LastChunk(out, n);
    }

    /// Octets to add: one for each bare CR or LF, two where the last line has no end.
    private static int missing(byte[] body) {
        int count = endsWithLine(body) ? 0 : 2;
        for (int i = 0; i < body.length; i++) {
            boolean bareLf = body[i] == '\n' && (i == 0 || body[i - 1] != '\r');
            boolean bareCr = body[i] == '\r' && (i + 1 == body.length || body[i + 1] != '\n');
            count += bareLf || bareCr ? 1 : 0;
        }
        return count;
    }

    private static boolean endsWithLine(byte[] body) {
        return body.length > 0 && (body[body.length - 1] == '\n' || body[body.length - 1] == '\r');
    }
}
