package org.danegate.monitor;

import java.time.Instant;

/// The result of asking for a retry of a destination (*Try now*).
public sealed interface Retry {

    /// Nothing waits for the destination.
    record NothingWaits() implements Retry {}

    /// Delivery is suspended: nothing was done, and nothing is tried until it is resumed.
    ///
    /// @param waiting recipients that wait for delivery to be resumed
    record Suspended(int waiting) implements Retry {}

    /// The waiting recipients were made due.
    ///
    /// @param recipients recipients that are due now; 0 when all are in delivery or held
    /// @param inDelivery recipients that were in delivery at that moment
    /// @param held recipients whose message is held: they are not tried until it is released
    /// @param notBefore a limit lets no recipient through before this time; {@link Instant#MIN} when there is no
    ///     such limit
    record Released(int recipients, int inDelivery, int held, Instant notBefore) implements Retry {}

    /// The result of asking for a retry of everything (*Retry All Delivery*).
    ///
    /// @param recipients recipients that are due now
    /// @param inDelivery recipients that were in delivery at that moment
    /// @param held recipients whose message is held: they are not tried until it is released
    /// @param suspended recipients of destinations whose delivery is suspended: not tried until it is resumed
    record All(int recipients, int inDelivery, int held, int suspended) {

        /// Nothing waited at all.
        public boolean nothingWaits() {
            return recipients + inDelivery + held + suspended == 0;
        }
    }
}
