package org.danegate.listener;

import java.io.IOException;

/// Reads what follows DATA up to CRLF.CRLF and nothing else (RFC 5321 4.1.1.4, 4.5.2). A lone CR or LF neither ends a
/// line nor the message: `LF.LF`, `LF.CRLF`, `CR.CRLF`, `CRLF.LF` and their kin are data, and make the message refused
/// as a whole, so that no two readers of it can disagree on where it ends.
final class DataReader {

    /// After this many octets over the limit the connection is given up instead of read to its end.
    private static final long PATIENCE = 256L * 1024 * 1024;

    private DataReader() {}

    /// How a message's text came in.
    enum Outcome {
        COMPLETE,
        SMUGGLING,
        TOO_BIG,
        NO_MEMORY
    }

    private enum Place {
        LINE_START,
        TEXT,
        CR,
        DOT,
        DOT_CR
    }

    /// Reads to the end of the message; what is more than `maximum` octets or faulty is read and dropped.
    static Outcome read(OctetReader in, BodyBuffer body, long maximum) throws IOException {
        Place place = Place.LINE_START;
        boolean lone = false;
        long octets = 0;
        boolean memory = true;
        while (true) {
            int c = in.next();
            Place next = switch (place) {
                case LINE_START -> c == '.' ? Place.DOT : c == '\r' ? Place.CR : Place.TEXT;
                case TEXT -> c == '\r' ? Place.CR : Place.TEXT;
                case CR -> c == '\n' ? Place.LINE_START : c == '\r' ? Place.CR : Place.TEXT;
                case DOT -> c == '\r' ? Place.DOT_CR : Place.TEXT;
                case DOT_CR -> c == '\r' ? Place.CR : Place.TEXT;
            };
            if (place == Place.DOT_CR && c == '\n') {
                return outcome(lone, octets > maximum, memory);
            }
            boolean afterCr = place == Place.CR || place == Place.DOT_CR;
            lone |= afterCr ? c != '\n' : c == '\n';
            place = next;
            // A dot that starts a line is stuffing, and the CR after it may be the end: both wait for what follows.
            if (place != Place.DOT && place != Place.DOT_CR) {
                octets++;
                if (!lone && memory && octets <= maximum) {
                    memory = body.add(c);
                } else if (octets > maximum + PATIENCE) {
                    throw new IOException("the message does not end");
                }
            }
        }
    }

    private static Outcome outcome(boolean lone, boolean tooBig, boolean memory) {
        if (lone) {
            return Outcome.SMUGGLING;
        }
        return tooBig ? Outcome.TOO_BIG : memory ? Outcome.COMPLETE : Outcome.NO_MEMORY;
    }
}
