package org.danegate.delivery;

import java.time.Duration;
import org.danegate.dialing.Opening;
import org.danegate.smtp.Ready;

/// The result of asking for a connection to an address.
sealed interface Obtained {

    /// Mail may be sent.
    record Open(Connection connection) implements Obtained {}

    /// Mail may not be sent.
    ///
    /// @param dcid of the connection that was tried
    record Failed(Opening.Failed<Ready> opening, long dcid) implements Obtained {}

    /// An administrator broke the attempt off.
    record BrokenOff() implements Obtained {}

    /// The destination's connections are all in use.
    record AtLimit() implements Obtained {}

    /// Too many attempts make no progress at this address, so no more may start there now.
    ///
    /// @param pause how long to wait
    record Silent(Duration pause) implements Obtained {}
}
