package org.danegate.monitor.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.danegate.monitor.AttemptPath;
import org.danegate.monitor.Destination;
import org.danegate.monitor.DigestPair;
import org.danegate.monitor.PathStep;
import org.danegate.monitor.Side;
import org.danegate.monitor.Verdict;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// *Why is it stuck?* for scripts: codes, with sentences in English.
///
/// @param path how far the newest attempt came; null when there was none since the start
record WhyDetails(Summary verdict, @Nullable Path path) {

    /// The verdict.
    ///
    /// @param side who has to act; null when nothing is wrong or nobody knows
    /// @param since since when attempts fail; null when they do not
    /// @param orEarlier whether they may have failed before that too
    /// @param bouncesAt when the oldest mail bounces; null when nothing waits
    record Summary(
            Verdict.Outcome outcome,
            @Nullable Side side,
            String sentence,
            @Nullable Instant since,
            boolean orEarlier,
            @Nullable Instant bouncesAt) {}

    /// How far an attempt came.
    ///
    /// @param host the host that decided; null when none was looked up
    record Path(Instant at, @Nullable String host, List<Step> steps, List<Digests> digests) {

        static Path of(Instant at, AttemptPath path) {
            return new Path(
                    at,
                    path.host().isEmpty() ? null : path.host(),
                    path.steps().stream().map(Step::of).toList(),
                    path.digests().stream().map(Digests::of).toList());
        }
    }

    /// @param word the state for people
    /// @param milliseconds null when not measured, or when the answer came from the cache
    /// @param side who has to act; null unless the step is broken
    /// @param details what others said, in their words; null when nothing
    record Step(
            PathStep.Name step,
            PathStep.State state,
            String word,
            String sentence,
            @Nullable Long milliseconds,
            @Nullable Side side,
            @Nullable String details) {

        static Step of(PathStep step) {
            String state = step.state().name().toLowerCase(Locale.ROOT).replace('_', '-');
            Duration took = step.took();
            return new Step(
                    step.name(),
                    step.state(),
                    Wording.of("why.state." + state).english(),
                    step.says().english(),
                    took == null ? null : took.toMillis(),
                    step.side(),
                    step.prose().isEmpty() ? null : step.prose());
        }
    }

    /// @param demanded a TLSA record in presentation form
    /// @param shown what the record would be for the certificates that the host showed
    record Digests(String demanded, List<String> shown, boolean matches) {

        static Digests of(DigestPair pair) {
            return new Digests(pair.demanded(), pair.shown().lines().toList(), pair.matches());
        }
    }

    static WhyDetails of(Destination destination) {
        Verdict verdict = Verdict.of(destination);
        return new WhyDetails(
                new Summary(
                        verdict.outcome(),
                        verdict.side(),
                        verdict.sentence().english(),
                        verdict.since(),
                        verdict.orEarlier(),
                        Words.time(destination.bouncesAt())),
                destination.count().attempts().stream()
                        .findFirst()
                        .map(newest -> Path.of(newest.at(), AttemptPath.of(newest.evidence(), newest.trouble())))
                        .orElse(null));
    }
}
