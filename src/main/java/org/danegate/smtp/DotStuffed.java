package org.danegate.smtp;

/// A message as it goes over the wire: dots at line starts doubled (RFC 5321 4.5.2), every line end CRLF, the final
/// `CRLF . CRLF` included. A bare CR or LF becomes CRLF, so that no peer can read an end of message where we wrote
/// none.
///
/// @param octets buffer holding the text
/// @param length octets used
record DotStuffed(byte[] octets, int length) {

    static DotStuffed of(byte[] body) {
        byte[] out = new byte[body.length + 8 + extra(body)];
        int n = 0;
        boolean lineStart = true;
        for (int i = 0; i < body.length; i++) {
            byte b = body[i];
            if (b == '\r' || b == '\n') {
                if (b == '\r' && i + 1 < body.length && body[i + 1] == '\n') {
                    i++;
                }
                out[n++] = '\r';
                out[n++] = '\n';
                lineStart = true;
                continue;
            }
            if (lineStart && b == '.') {
                out[n++] = '.';
            }
            out[n++] = b;
            lineStart = false;
        }
        if (!lineStart) {
            out[n++] = '\r';
            out[n++] = '\n';
        }
        out[n++] = '.';
        out[n++] = '\r';
        out[n++] = '\n';
        return new DotStuffed(out, n);
    }

    /// Octets that stuffing may add: one for each dot, one for each bare CR or LF.
    private static int extra(byte[] body) {
        int count = 0;
        for (byte b : body) {
            if (b == '.' || b == '\r' || b == '\n') {
                count++;
            }
        }
        return count;
    }
}
