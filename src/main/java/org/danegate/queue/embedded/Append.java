package org.danegate.queue.embedded;

import java.util.concurrent.CompletableFuture;

/// A record to be written to the log.
///
/// @param done completes with its position when it is on disk
record Append(Payload payload, Kind kind, CompletableFuture<LogPosition> done) {

    /// What happens to a record that cannot be written.
    enum Kind {
        /// A message: its sender is informed and keeps it. Counts for its segment from the moment it is
        /// on disk.
        MESSAGE,
        /// Results of messages: tried until they can be written.
        STATE,
        /// A message copied forward: it stays where it is.
        COPY
    }

    /// Octets that it takes in a segment.
    int octets() {
        return Segment.HEADER + payload.length();
    }
}
