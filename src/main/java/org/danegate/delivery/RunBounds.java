package org.danegate.delivery;

import java.time.Duration;

/// How many attempts there are at once, and how none of them takes the place of all others.
///
/// @param most attempts at once, each of them a connection
/// @param slowAfter an attempt that gets no message through for this long is slow
/// @param doubtAfter a receiver that has owed the answer to a whole message for this long may lose its connection to
///     other mail. The message may then come twice, so RFC 5321 4.5.3.2.6 asks for ten minutes; a receiver that answers
///     at all seldom needs more than one
/// @param grace what an attempt that goes on has left when its destination is suspended or redirected (the appliance
///     asks for these seconds and offers 30)
record RunBounds(int most, Duration slowAfter, Duration doubtAfter, Duration grace) {

    /// Memory that a connection with TLS takes.
    private static final long OCTETS_PER_RUN = 256 << 10;

    /// As many as fit into half of the heap, 100 to 2,000.
    static RunBounds defaults() {
        int most = Math.clamp(Runtime.getRuntime().maxMemory() / 2 / OCTETS_PER_RUN, 100, 2000);
        return new RunBounds(most, Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofSeconds(30));
    }

    /// Attempts that one destination may have, whatever its profile allows.
    int ofOneDestination() {
        return most / 2;
    }

    /// Attempts that may be slow once the others are needed.
    int slow() {
        return most / 2;
    }

    /// Attempts at one address that took no message for {@link #slowAfter}, once more than half of all go on,
    /// whatever destinations they are for.
    int ofOneSilentAddress() {
        return Math.max(1, most / 16);
    }

    /// Attempts at one address that takes mail, once more than half of all go on: it may have stopped a moment ago.
    int ofOneTakingAddress() {
        return Math.max(1, most - most / 4);
    }

    /// Attempts that only destinations may begin which took mail at their last attempt, while {@link #slow} are
    /// slow.
    int reserved() {
        return most / 4;
    }
}
