package org.danegate.queue;

import java.time.Instant;

/// What waits for a destination.
///
/// @param activeRecipients recipients without an end, leased ones too
/// @param messages messages that those are of; one with recipients at several destinations waits for each
/// @param oldest when the oldest of them was accepted; {@link Instant#MAX} when none
/// @param nextDue when the next of them is due; {@link Instant#MAX} when none
public record Backlog(int activeRecipients, int messages, Instant oldest, Instant nextDue) {

    /// Nothing waits.
    public static final Backlog EMPTY = new Backlog(0, 0, Instant.MAX, Instant.MAX);
}
