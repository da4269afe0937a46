package org.danegate.tlsreports;

import java.time.Instant;
import java.util.List;

/// What was found at `_smtp._tls` of a domain.
///
/// @param targets URIs that reports go to; empty unless the domain wants reports
/// @param reason why it gets none, one phrase; empty when it wants reports
public record RecordFound(Kind kind, List<String> targets, String reason, Instant at) {

    /// What the lookup came to.
    public enum Kind {
        /// The domain wants reports.
        WANTED,
        /// It publishes no record that can be used.
        NONE,
        /// Its record does not validate: it gets no report.
        BOGUS,
        /// The lookup failed and is repeated.
        UNKNOWN
    }

    public RecordFound {
        targets = List.copyOf(targets);
    }
}
