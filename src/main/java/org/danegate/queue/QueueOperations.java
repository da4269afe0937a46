package org.danegate.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What people do with waiting messages while mail flows. Safe at any time: what is in delivery is never touched.
public interface QueueOperations {

    /// Keeps a message from delivery until it is released, also over a restart; durable as with
    /// {@link MessageQueue#settle}. What of it is leased just now comes to the lease's end; what remains is held. A
    /// held message is neither leased nor due, and counts in its backlog.
    ///
    /// @return false when no such message waits
    boolean hold(long mid);

    /// Lets a held message go on as before.
    ///
    /// @return false when no such message waits, or it is not held
    boolean release(long mid);

    /// A message and what is known of its recipients.
    Optional<WaitingMessage> message(long mid);

    /// Messages that match, by MID. Looks at few at a time, so that delivery goes on beside it.
    MessageSearch.Page find(MessageSearch search);

    /// Leases a whole message, held or not, due or not, to bring it to its end.
    Taken take(long mid);

    /// Leases messages of a destination, held or not, due or not, oldest first, which are not in delivery.
    ///
    /// @param after only those with a greater MID
    /// @param receivedUntil only those received at or before
    List<QueuedDelivery> takeWaiting(String destination, long after, Instant receivedUntil, int maxMessages);

    /// The answer to {@link #take}.
    sealed interface Taken {

        /// All of the message, one lease for each destination: each must be settled.
        record Leased(List<QueuedDelivery> leases) implements Taken {
            public Leased {
                leases = List.copyOf(leases);
            }
        }

        /// Part of it is in delivery: try again.
        record InDelivery() implements Taken {}

        /// No such message waits.
        record Unknown() implements Taken {}
    }
}
