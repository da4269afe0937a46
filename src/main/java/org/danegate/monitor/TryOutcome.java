package org.danegate.monitor;

import java.time.Instant;
import org.danegate.queue.Backlog;
import org.jspecify.annotations.Nullable;

/// The result of the last *Try now* of a destination.
public sealed interface TryOutcome {

    /// Nobody asked since the server started.
    record NotAsked() implements TryOutcome {}

    /// There was nothing to try.
    ///
    /// @param held recipients that were held
    record NothingWaited(Instant asked, int held) implements TryOutcome {}

    /// Delivery is suspended, or was when the retry was asked for: nothing more is tried until it is resumed.
    ///
    /// @param results results from before the suspension
    record Suspended(Instant asked, AskedTry.Results results) implements TryOutcome {}

    /// The mail is due and has no result yet.
    ///
    /// @param recipients recipients to be tried
    record NoReport(Instant asked, int recipients) implements TryOutcome {}

    /// A limit of the destination lets nothing through before a time.
    record Limited(Instant asked, Instant until, AskedTry.Results results) implements TryOutcome {}

    /// Recipients are in delivery, or some have a result and others are still to be tried.
    record UnderWay(Instant asked, AskedTry.Results results) implements TryOutcome {}

    /// Every recipient that was tried has a result.
    record Ended(Instant asked, Instant at, AskedTry.Results results) implements TryOutcome {}

    /// The outcome as far as it is known.
    ///
    /// @param asked the last try; null when nobody asked
    /// @param backlog the mail that waits now
    /// @param suspended whether delivery is suspended now
    static TryOutcome of(@Nullable AskedTry asked, Backlog backlog, boolean suspended, Instant now) {
        if (asked == null) {
            return new NotAsked();
        }
        AskedTry.Results results = asked.results();
        Instant last = results.last();
        if (asked.suspended()) {
            return new Suspended(asked.at(), results);
        }
        if (asked.recipients() == 0) {
            return new NothingWaited(asked.at(), asked.held());
        }
        if (asked.isOver() && last != null) {
            return new Ended(asked.at(), last, results);
        }
        if (suspended) {
            return new Suspended(asked.at(), results);
        }
        if (backlog.underWay(now)) {
            return last == null && backlog.inDelivery() == 0
                    ? new NoReport(asked.at(), asked.recipients())
                    : new UnderWay(asked.at(), results);
        }
        if (backlog.waiting() > 0 && backlog.pausedUntil().isAfter(now)) {
            return new Limited(asked.at(), backlog.pausedUntil(), results);
        }
        return last == null ? new NoReport(asked.at(), asked.recipients()) : new Ended(asked.at(), last, results);
    }
}
