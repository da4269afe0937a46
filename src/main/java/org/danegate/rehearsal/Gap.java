package org.danegate.rehearsal;

import java.time.Duration;
import java.time.Instant;

/// A stretch of a watch in which nothing was counted, because Danegate was not running.
///
/// @param until after `from`
public record Gap(Instant from, Instant until) {

    /// How long it is.
    public Duration length() {
        return Duration.between(from, until);
    }
}
