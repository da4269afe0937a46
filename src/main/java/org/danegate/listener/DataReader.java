package org.danegate.listener;

import java.io.IOException;
import org.danegate.policy.ListenerSettings.CrLfHandling;

/// Reads the text after DATA up to CRLF.CRLF and no other end (RFC 5321 4.1.1.4, 4.5.2). A lone CR or LF ends neither a
/// line nor the message: `LF.LF`, `LF.CRLF`, `CR.CRLF`, `CRLF.LF` and the like are data. The message is then refused as
/// a whole, or each becomes CRLF, so that no two readers of the message can disagree on where it ends.
final class DataReader {

    /// After this many octets over the limit the connection is closed instead of reading the message to its end.
    private static final long PATIENCE = 256L * 1024 * 1024;

    private DataReader() {}

    /// How a message's text was received.
    enum Outcome {
        COMPLETE,
        SMUGGLING,
        TOO_BIG,
        NO_ROOM
    }

    private enum Place {
        LINE_START,
        TEXT,
        CR,
        DOT,
        DOT_CR
    }

    /// Reads to the end of the message; text beyond `maximum` octets and faulty text is read and dropped.
    ///
    /// @param lone how to treat a lone CR or LF
    static Outcome read(OctetReader in, BodyBuffer body, long maximum, CrLfHandling lone) throws IOException {
        Place place = Place.LINE_START;
        Text text = new Text(body, maximum);
        while (true) {
            if (place == Place.TEXT) {
                text.addLine(in);
            }
            int c = in.next();
            Place next = after(place, c);
            if (place == Place.DOT_CR && c == '\n') {
                return text.outcome();
            }
            boolean afterCr = place == Place.CR || place == Place.DOT_CR;
            if (afterCr ? c != '\n' : c == '\n') {
                switch (lone) {
                    case REJECT -> text.refused = true;
                    case CLEAN -> complete(place, text);
                }
            }
            place = next;
            // A dot at the start of a line is stuffing, and the CR after it may begin the end: both wait
            // for the next octet.
            if (place != Place.DOT && place != Place.DOT_CR) {
                text.add(c);
            }
        }
    }

    private static Place after(Place place, int c) {
        return switch (place) {
            case LINE_START -> c == '.' ? Place.DOT : c == '\r' ? Place.CR : Place.TEXT;
            case TEXT -> c == '\r' ? Place.CR : Place.TEXT;
            case CR -> c == '\n' ? Place.LINE_START : c == '\r' ? Place.CR : Place.TEXT;
            case DOT -> c == '\r' ? Place.DOT_CR : Place.TEXT;
            case DOT_CR -> c == '\r' ? Place.CR : Place.TEXT;
        };
    }

    /// Turns the CR that was read, or the LF that is read next, into a CRLF. The next octet begins a line of the
    /// message, but not of the conversation: a dot there is a plain dot, and is stuffed again when the message
    /// is sent.
    private static void complete(Place place, Text text) throws IOException {
        switch (place) {
            case CR -> text.add('\n');
            case DOT_CR -> {
                text.add('\r');
                text.add('\n');
            }
            case LINE_START, TEXT, DOT -> text.add('\r');
        }
    }

    /// The text read so far.
    private static final class Text {

        private final BodyBuffer body;
        private final long maximum;
        private long octets;
        private boolean room = true;
        private boolean refused;

        Text(BodyBuffer body, long maximum) {
            this.body = body;
            this.maximum = maximum;
        }

        void add(int c) throws IOException {
            octets++;
            if (!refused && room && octets <= maximum) {
                try {
                    body.add(c);
                } catch (IOException full) {
                    // The message is still read to its end, so that its sender receives the reason.
                    room = false;
                }
            } else if (octets > maximum + PATIENCE) {
                throw new IOException("the message does not end");
            }
        }

        /// Adds what has arrived of the rest of a line, as far as there is room for it.
        void addLine(OctetReader in) throws IOException {
            if (!refused && room && octets < maximum) {
                try {
                    octets += in.moveLine(body, maximum - octets);
                } catch (IOException full) {
                    room = false;
                }
            }
        }

        Outcome outcome() {
            if (refused) {
                return Outcome.SMUGGLING;
            }
            return octets > maximum ? Outcome.TOO_BIG : room ? Outcome.COMPLETE : Outcome.NO_ROOM;
        }
    }
}
