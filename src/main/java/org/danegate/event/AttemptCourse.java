package org.danegate.event;

import java.time.Instant;
import java.util.List;

/// When the parts of an attempt happened, for traces.
///
/// @param begun when the attempt began
/// @param lookups the stretches of time in which its route and hosts were looked up, in order
/// @param dcids the connections that it used or tried to open, in order
public record AttemptCourse(Instant begun, List<Lookup> lookups, List<Long> dcids) {

    public AttemptCourse {
        lookups = List.copyOf(lookups);
        dcids = List.copyOf(dcids);
    }

    /// The lookups of one thing.
    ///
    /// @param what `route`, or the host that was looked up
    public record Lookup(String what, Instant from, Instant until) {}

    /// Nothing is known of an attempt that ended at that time.
    public static AttemptCourse unknown(Instant ended) {
        return new AttemptCourse(ended, List.of(), List.of());
    }
}
