package org.danegate.monitor.web;

import java.time.Instant;
import org.danegate.monitor.AskedTry.Results;
import org.danegate.monitor.TryOutcome;
import org.jspecify.annotations.Nullable;

/// The result of the last retry of a destination, for scripts.
///
/// @param outcome `NOTHING_WAITED`, `SUSPENDED`, `NO_REPORT`, `LIMITED`, `UNDER_WAY` or `ENDED`
/// @param limitedUntil with `LIMITED`: nothing is tried before this time
/// @param endedAt with `ENDED`: time of the last result
/// @param dropped dropped by a route, or deleted by an administrator
/// @param failure the newest failure; null when none failed
record LastTry(
        Instant askedAt,
        String outcome,
        @Nullable Instant limitedUntil,
        @Nullable Instant endedAt,
        int delivered,
        int delayed,
        int bounced,
        int dropped,
        @Nullable String failure) {

    /// Null when nobody asked since the start.
    static @Nullable LastTry of(TryOutcome outcome) {
        return switch (outcome) {
            case TryOutcome.NotAsked ignored -> null;
            case TryOutcome.NothingWaited o -> of(o.asked(), "NOTHING_WAITED", null, null, Results.NONE);
            case TryOutcome.Suspended o -> of(o.asked(), "SUSPENDED", null, null, o.results());
            case TryOutcome.NoReport o -> of(o.asked(), "NO_REPORT", null, null, Results.NONE);
            case TryOutcome.Limited o -> of(o.asked(), "LIMITED", o.until(), null, o.results());
            case TryOutcome.UnderWay o -> of(o.asked(), "UNDER_WAY", null, null, o.results());
            case TryOutcome.Ended o -> of(o.asked(), "ENDED", null, o.at(), o.results());
        };
    }

    private static LastTry of(
            Instant asked, String outcome, @Nullable Instant limited, @Nullable Instant ended, Results r) {
        return new LastTry(
                asked,
                outcome,
                limited,
                ended,
                r.delivered(),
                r.delayed(),
                r.bounced(),
                r.gone(),
                r.failure().isEmpty() ? null : r.failure());
    }
}
