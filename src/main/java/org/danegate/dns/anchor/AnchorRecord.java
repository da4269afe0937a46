package org.danegate.dns.anchor;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Everything that is stored about the root's keys.
///
/// @param lastRefresh of the last good answer, null before the first
/// @param nextRefresh when to query again
/// @param originalTtl of the last good key set, zero before the first
/// @param signatureLeft of the last good key set when it came, zero before the first
record AnchorRecord(
        RootKeys keys,
        @Nullable Instant lastRefresh,
        Instant nextRefresh,
        Duration originalTtl,
        Duration signatureLeft) {

    /// The same with these keys and this time of the next query.
    AnchorRecord with(RootKeys others, Instant next) {
        return new AnchorRecord(others, lastRefresh, next, originalTtl, signatureLeft);
    }
}
