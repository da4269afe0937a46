package org.danegate.monitor;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.danegate.wording.Wording;
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

    /// What an error means, in a sentence. The attempts that are kept and the last error say it; words only are not
    /// enough, because a peer can use ours.
    ///
    /// @param text the error in the words of the log
    /// @return empty when nothing is known but the text
    public Optional<Wording> meaning(String text) {
        return attempts.stream()
                .filter(a -> a.trouble() != null && a.trouble().text().equals(text))
                .findFirst()
                .map(a -> AttemptPath.of(a.evidence(), a.trouble()))
                .flatMap(AttemptPath::broken)
                .map(PathStep::says)
                .or(() -> lastError != null && lastError.text().equals(text) ? reason.says() : Optional.empty());
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
