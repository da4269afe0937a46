package org.danegate.delivery;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/// Limits on simultaneous attempts, so that slow ones cannot take the places of all others.
///
/// @param most attempts at once, each of them a connection
/// @param slowAfter an attempt that delivers no message for this long is slow
/// @param doubtAfter a receiver that has owed the reply to a complete message for this long may lose its connection to
///     other mail. The message may then arrive twice, so RFC 5321 4.5.3.2.6 asks for ten minutes; a receiver that
///     replies at all seldom needs more than one
/// @param grace the time that an attempt in progress has left when its destination is redirected, or suspended without
///     another time (the appliance asks for this number of seconds and offers 30)
record RunBounds(int most, Duration slowAfter, Duration doubtAfter, Duration grace) {

    /// The memory of a connection with TLS.
    private static final long OCTETS_PER_RUN = 256 << 10;

    /// What one destination may have at most, however many places there are: its hosts seldom take more.
    private static final int OF_ONE_DESTINATION = 1000;

    /// As many as half of the heap and half of the open files that the system allows suffice for.
    static RunBounds defaults() {
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
        int most = most(Runtime.getRuntime().maxMemory(), files);
        return new RunBounds(most, Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofSeconds(30));
    }

    /// From 100 to 10,000, the appliance's default for the whole system. A dead or distant host holds its attempt
    /// for seconds and needs nothing but the place.
    ///
    /// @param heap octets
    /// @param files that may be open
    static int most(long heap, long files) {
        return Math.clamp(Math.min(heap / 2 / OCTETS_PER_RUN, files / 2), 100, 10_000);
    }

    /// The most attempts that one destination may have, whatever its profile allows.
    int ofOneDestination() {
        return Math.min(most / 2, OF_ONE_DESTINATION);
    }

    /// The most attempts that may be slow once the others are needed.
    int slow() {
        return most / 2;
    }

    /// The most attempts at one address that accepted no message for {@link #slowAfter}, over all destinations,
    /// once more than half of all attempts are in progress.
    int ofOneSilentAddress() {
        return Math.max(1, most / 16);
    }

    /// The most attempts at one address that accepts mail, once more than half of all attempts are in progress: the
    /// address may have stopped a moment ago.
    int ofOneTakingAddress() {
        return Math.max(1, most - most / 4);
    }

    /// Attempts that are reserved for destinations that accepted mail at their last attempt, while {@link #slow}
    /// are slow.
    int reserved() {
        return most / 4;
    }
}
