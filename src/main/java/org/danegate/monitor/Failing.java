package org.danegate.monitor;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Since when attempts at a destination fail.
///
/// @param since the first failure after the last success, in the attempts that are kept
/// @param orEarlier true when every kept attempt failed, and older ones are not kept
public record Failing(Instant since, boolean orEarlier) {

    /// Empty when the newest attempt succeeded, or there is none.
    ///
    /// @param attempts newest first
    public static Optional<Failing> of(List<Attempt> attempts) {
        Instant since = null;
        boolean succeeded = false;
        for (Attempt attempt : attempts) {
            if (attempt.trouble() == null) {
                succeeded = true;
                break;
            }
            since = attempt.at();
        }
        boolean all = !succeeded && attempts.size() >= DestinationCounters.ATTEMPTS_KEPT;
        return Optional.ofNullable(since).map(first -> new Failing(first, all));
    }
}
