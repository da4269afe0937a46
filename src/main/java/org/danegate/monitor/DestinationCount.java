package org.danegate.monitor;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The counters of one destination at a moment.
///
/// @param since start of counting
/// @param connectionsOut connections open now
/// @param softBouncedEvents temporary failures, each event counted
/// @param lastError null when none is recorded
/// @param reason the last error as a short reason; {@link Reason#NOT_TRIED} when none is recorded
/// @param nextHop the address that was tried last, or the host if none of its addresses was; empty when unknown
/// @param dane null before the first attempt
/// @param lastActivity the last event about the destination
/// @param attempts newest first, at most {@link DestinationCounters#ATTEMPTS_KEPT}
public record DestinationCount(
        String domain,
        Instant since,
        HostStatus hostStatus,
        long connectionsOut,
        long deliveredRecipients,
        long softBouncedEvents,
        long hardBouncedRecipients,
        @Nullable LastError lastError,
        Reason reason,
        String nextHop,
        @Nullable DaneResult dane,
        Instant lastActivity,
        List<Attempt> attempts) {

    public DestinationCount {
        attempts = List.copyOf(attempts);
    }

    /// A destination without any event yet.
    static DestinationCount none(String domain, Instant since) {
        return new DestinationCount(
                domain,
                since,
                HostStatus.UNKNOWN,
                0,
                0,
                0,
                0,
                null,
                Reason.NOT_TRIED,
                "",
                null,
                Instant.EPOCH,
                List.of());
    }
}
