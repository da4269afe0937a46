package org.danegate.history;

import java.time.Instant;

/// The figures of a stretch of time.
///
/// @param step its length
/// @param start its begin, a multiple of the step since 1970-01-01 UTC
/// @param domain a destination; {@link #TOTAL} or {@link #OTHERS}
public record Slice(Step step, Instant start, String domain, Figures figures) {

    /// The domain of the slices over all destinations.
    public static final String TOTAL = "";

    /// The domain of the slices over those destinations that are not kept one by one.
    public static final String OTHERS = "*";
}
