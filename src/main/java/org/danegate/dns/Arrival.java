package org.danegate.dns;

import java.io.IOException;
import org.xbill.DNS.Message;
import org.xbill.DNS.WireParseException;

/// What comes back while a question is out.
sealed interface Arrival {

    /// The answer, with the letters of its question as they were before they were mixed.
    ///
    /// @param roundTrip nanoseconds since this send
    /// @param mixed whether the letters sent were others than the asker's
    record Answer(Message message, long roundTrip, boolean mixed) implements Arrival {}

    /// A datagram from the server's address that is no answer to what was sent.
    ///
    /// @param guess whose fault it is
    record Wrong(Guess guess, WireParseException what) implements Arrival {}

    /// How near to an answer a wrong datagram is.
    enum Guess {
        /// Another id, or too short to have one: who sent it has not seen the question.
        OTHER_ID,
        /// The id is right and the question another.
        OTHER_QUESTION,
        /// The question is right but for its letters: a server that does not repeat them, or a guess.
        OTHER_LETTERS,
        /// The id is right and the rest cannot be read.
        UNREADABLE
    }

    /// What the network says of the way by UDP.
    record Fault(IOException what) implements Arrival {}

    /// The answer by TCP.
    record ByStream(Message message) implements Arrival {}

    /// There is none by TCP.
    record NotByStream(IOException what) implements Arrival {}
}
