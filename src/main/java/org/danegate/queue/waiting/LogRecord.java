package org.danegate.queue.waiting;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.danegate.event.Lane;
import org.danegate.queue.NewMessage;
import org.danegate.queue.QueuedDelivery.Pending;
import org.danegate.queue.Settlement;

/// A record of the log. On disk: a length, a CRC-32C of the payload, and the payload, which starts with its kind.
public sealed interface LogRecord {

    /// The MID that the record concerns; 0 when it concerns a destination.
    long mid();

    /// An accepted message. The body is at the end of the payload.
    record Accepted(NewMessage message, int bodyOffset, int bodyLength) implements LogRecord {
        @Override
        public long mid() {
            return message.mid();
        }
    }

    /// The results of recipients.
    record Settled(long mid, List<Settlement> settlements) implements LogRecord {}

    /// The whole state of a message that was copied forward: recipients not named are done.
    record Restated(long mid, List<Pending> recipients) implements LogRecord {}

    /// A failed attempt that all mail of one direction waiting for a destination shares: nothing is due
    /// before `until`.
    record Deferred(String destination, Lane lane, Instant until, String trouble) implements LogRecord {
        @Override
        public long mid() {
            return 0;
        }
    }

    /// A message is held from here on, or released.
    record Held(long mid, boolean held) implements LogRecord {}

    /// The number at which MIDs continue after a clean or unclean stop.
    record MidsReserved(long mid) implements LogRecord {}

    byte ACCEPTED = 1;
    byte SETTLED = 2;
    byte MIDS = 3;
    byte RESTATED = 4;
    byte DEFERRED = 5;
    byte HELD = 6;

    /// An accepted message with a second octet of flags at the end of its envelope. Other messages are written as
    /// {@link #ACCEPTED}, so that an earlier version can still read a queue without such messages.
    byte ACCEPTED_WITH_MORE = 7;

    /// The MID when a payload starts like that of an accepted message; 0 otherwise.
    static long acceptedMid(ByteBuffer payload) {
        return payload.remaining() >= 9 && isAccepted(payload.get()) ? payload.getLong() : 0;
    }

    private static boolean isAccepted(byte kind) {
        return kind == ACCEPTED || kind == ACCEPTED_WITH_MORE;
    }

    /// Whether a payload may start with that octet.
    static boolean isKind(byte first) {
        return first >= ACCEPTED && first <= ACCEPTED_WITH_MORE;
    }
}
