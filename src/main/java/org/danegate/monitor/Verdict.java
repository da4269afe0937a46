package org.danegate.monitor;

import java.time.Instant;
import java.util.Optional;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// *Why is it stuck?* about one destination: what is the matter, and whose side it is on.
///
/// @param side who has to act; null when nothing is wrong or nobody knows
/// @param sentence what is the matter
/// @param since since when attempts fail; null when they do not
/// @param orEarlier whether they may have failed before that too: older attempts are not kept
public record Verdict(
        Outcome outcome,
        @Nullable Side side,
        Wording sentence,
        @Nullable Instant since,
        boolean orEarlier) {

    /// What a verdict says.
    public enum Outcome {
        /// An administrator suspended delivery.
        SUSPENDED,
        /// There was no attempt since the start.
        NOT_TRIED,
        /// The newest attempt failed.
        FAILS,
        /// The newest attempt delivered mail.
        DELIVERS
    }

    /// Judges a destination by its newest attempts.
    public static Verdict of(Destination destination) {
        Optional<Failing> failing = Failing.of(destination.count().attempts());
        Verdict now = now(destination);
        return new Verdict(
                now.outcome(),
                now.side(),
                now.sentence(),
                failing.map(Failing::since).orElse(null),
                failing.map(Failing::orEarlier).orElse(false));
    }

    private static Verdict now(Destination destination) {
        if (destination.suspension() != null) {
            return of(Outcome.SUSPENDED, Side.OURS, Wording.of("why.verdict.suspended"));
        }
        if (destination.count().attempts().isEmpty()) {
            return of(Outcome.NOT_TRIED, null, Wording.of("why.verdict.not-tried"));
        }
        Attempt newest = destination.count().attempts().getFirst();
        return AttemptPath.of(newest.evidence(), newest.trouble())
                .broken()
                .map(step -> of(Outcome.FAILS, step.side(), step.says()))
                .orElseGet(() -> of(Outcome.DELIVERS, null, Wording.of("why.verdict.delivered")));
    }

    private static Verdict of(Outcome outcome, @Nullable Side side, Wording sentence) {
        return new Verdict(outcome, side, sentence, null, false);
    }
}
