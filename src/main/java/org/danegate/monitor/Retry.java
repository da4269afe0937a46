package org.danegate.monitor;

import java.time.Instant;

/// What asking for a retry of a destination did (*Try now*).
public sealed interface Retry {

    /// Nothing waits for the destination.
    record NothingWaits() implements Retry {}

    /// Delivery is suspended: nothing was done, and nothing is tried until it is resumed.
    ///
    /// @param waiting recipients that wait for that
    record Suspended(int waiting) implements Retry {}

    /// What waits was made due.
    ///
    /// @param recipients recipients that are due now; 0 when all are in delivery or held
    /// @param inDelivery recipients that were in delivery just then
    /// @param held recipients whose message is held: they are not tried until it is released
    /// @param notBefore a limit lets none of them through before; {@link Instant#MIN} when none does
    record Released(int recipients, int inDelivery, int held, Instant notBefore) implements Retry {}

    /// What asking for a retry of everything did (*Retry All Delivery*).
    ///
    /// @param recipients recipients that are due now
    /// @param inDelivery recipients that were in delivery just then
    /// @param held recipients whose message is held: they are not tried until it is released
    /// @param suspended recipients of destinations whose delivery is suspended: not tried until it is resumed
    record All(int recipients, int inDelivery, int held, int suspended) {

        /// Nothing waited at all.
        public boolean nothingWaits() {
            return recipients + inDelivery + held + suspended == 0;
        }
    }
}
