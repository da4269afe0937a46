package org.danegate.runs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A run of daneverify over many domains.
///
/// @param days days of mail that counted, 0 where mail did not count
/// @param startedBy a user, or {@link #SCHEDULE}
/// @param endedAt null while it is running
/// @param domains how many are to be verified
public record Run(
        long id,
        RunScope.Kind scope,
        int days,
        String startedBy,
        Instant startedAt,
        @Nullable Instant endedAt,
        State state,
        int domains) {

    /// Who starts the nightly run.
    public static final String SCHEDULE = "schedule";

    /// How far a run is.
    public enum State {
        RUNNING,
        /// All domains are verified.
        FINISHED,
        /// Somebody ended it before that.
        CANCELLED,
        /// The server stopped before that.
        ENDED_EARLY
    }

    /// Whether it goes on.
    public boolean running() {
        return state == State.RUNNING;
    }

    /// The number of results of a run, by kind.
    ///
    /// @param verified all results
    /// @param worse DANE succeeded before and fails now
    /// @param better DANE failed before and succeeds now
    /// @param failed DANE fails now
    /// @param unknown nothing could be verified
    /// @param warned DANE succeeds now, with warnings
    public record Tally(int verified, int worse, int better, int failed, int unknown, int warned) {

        /// DANE succeeds now, with warnings or without.
        public int succeeded() {
            return verified - failed - unknown;
        }
    }
}
