package org.danegate.monitor;

import java.time.Instant;
import org.danegate.dane.Evidence;
import org.danegate.event.Trouble;
import org.jspecify.annotations.Nullable;

/// One delivery attempt at a destination, with its evidence.
///
/// @param recipients recipients of the attempt
/// @param trouble what keeps the rest of the mail waiting, or why nobody got any; null when at least one recipient was
///     delivered and nothing keeps the rest
public record Attempt(
        Instant at,
        int recipients,
        Evidence evidence,
        @Nullable Trouble trouble) {}
