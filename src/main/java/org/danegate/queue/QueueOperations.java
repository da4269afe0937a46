package org.danegate.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Actions of administrators on waiting messages while mail flows. Safe at any time: mail in delivery is never touched.
public interface QueueOperations {

    /// Keeps a message from delivery until it is released, also over a restart; durable as with
    /// {@link MessageQueue#settle}. Recipients that are leased at the moment keep their lease to its end; those
    /// that remain are held. A held message is neither leased nor due, and counts in its backlog.
    ///
    /// @return false when no such message waits
    boolean hold(long mid);

    /// Releases a held message, which then continues as before.
    ///
    /// @return false when no such message waits, or the message is not held
    boolean release(long mid);

    /// A message with the known facts about its recipients.
    Optional<WaitingMessage> message(long mid);

    /// Messages that match, by MID. Looks at a few at a time, so that delivery goes on meanwhile.
    MessageSearch.Page find(MessageSearch search);

    /// Leases a whole message, held or not, due or not, in order to finish it.
    Taken take(long mid);

    /// Leases messages of a destination that are not in delivery, held or not, due or not, oldest first.
    ///
    /// @param after only those with a greater MID
    /// @param receivedUntil only those received at or before this time
    List<QueuedDelivery> takeWaiting(String destination, long after, Instant receivedUntil, int maxMessages);

    /// The answer to {@link #take}.
    sealed interface Taken {

        /// All of the message, one lease for each destination: each must be settled.
        record Leased(List<QueuedDelivery> leases) implements Taken {
            public Leased {
                leases = List.copyOf(leases);
            }
        }

        /// Part of the message is in delivery: try again.
        record InDelivery() implements Taken {}

        /// No such message waits.
        record Unknown() implements Taken {}
    }
}
