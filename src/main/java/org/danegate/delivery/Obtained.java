package org.danegate.delivery;

import java.time.Duration;
import org.danegate.dialing.Opening;
import org.danegate.smtp.Ready;

/// What asking for a connection to an address came to.
sealed interface Obtained {

    /// Mail may be sent.
    record Open(Connection connection) implements Obtained {}

    /// It may not.
    record Failed(Opening.Failed<Ready> opening) implements Obtained {}

    /// An administrator broke the attempt off.
    record BrokenOff() implements Obtained {}

    /// The destination's connections are all in use.
    record AtLimit() implements Obtained {}

    /// The address takes no mail of so many attempts that no more of them begin there just now.
    ///
    /// @param pause how long to leave it
    record Silent(Duration pause) implements Obtained {}
}
