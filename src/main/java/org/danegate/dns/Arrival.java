package org.danegate.dns;

import java.io.IOException;
import org.xbill.DNS.Message;
import org.xbill.DNS.WireParseException;

/// A reply or event that arrives while a question is pending.
sealed interface Arrival {

    /// The answer, with the letters of its question restored as they were before mixing.
    ///
    /// @param roundTrip nanoseconds since this send
    /// @param mixed whether the letters sent differed from those of the original question
    record Answer(Message message, long roundTrip, boolean mixed) implements Arrival {}

    /// A datagram from the server's address that does not answer the question sent.
    ///
    /// @param guess the likely origin of the datagram
    record Wrong(Guess guess, WireParseException what) implements Arrival {}

    /// How close a wrong datagram is to an answer.
    enum Guess {
        /// Another id, or too short to have one: its sender has not seen the question.
        OTHER_ID,
        /// The id is right, but the question is another one.
        OTHER_QUESTION,
        /// The question is right except for its letters: a server that does not repeat them, or a guess.
        OTHER_LETTERS,
        /// The id is right, but the rest cannot be read.
        UNREADABLE
    }

    /// A network error of UDP.
    record Fault(IOException what) implements Arrival {}

    /// The answer by TCP.
    record ByStream(Message message) implements Arrival {}

    /// The failure of TCP.
    record NotByStream(IOException what) implements Arrival {}
}
