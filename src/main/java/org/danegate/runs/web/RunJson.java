package org.danegate.runs.web;

import java.time.Instant;
import java.util.List;
import org.danegate.runs.DomainResult;
import org.danegate.runs.Run;
import org.danegate.runs.Warning;
import org.jspecify.annotations.Nullable;

/// A run as scripts read it.
///
/// @param domains how many are to be verified; {@link Run.Tally} explains the other numbers
/// @param results worst first; empty in the list of runs
record RunJson(
        long id,
        Run.State state,
        String scope,
        int days,
        String startedBy,
        Instant startedAt,
        @Nullable Instant endedAt,
        int domains,
        Run.Tally tally,
        List<Result> results) {

    /// A result as scripts read it.
    record Result(
            String domain,
            String verdict,
            String change,
            String reason,
            Instant at,
            DomainResult.@Nullable Earlier earlier,
            List<Warned> warnings) {}

    /// A warning, with its sentence in English.
    record Warned(String kind, String host, @Nullable Instant ends, String text) {}

    /// A result with its transcript.
    record Transcript(Result result, List<String> transcript) {}

    static RunJson of(Run run, Run.Tally tally, List<DomainResult> results) {
        return new RunJson(
                run.id(),
                run.state(),
                run.scope().name(),
                run.days(),
                run.startedBy(),
                run.startedAt(),
                run.endedAt(),
                run.domains(),
                tally,
                results.stream().map(RunJson::result).toList());
    }

    static Result result(DomainResult result) {
        return new Result(
                result.domain().ascii(),
                result.verdict().name(),
                result.change().name(),
                result.reason(),
                result.at(),
                result.earlier(),
                result.warnings().stream().map(RunJson::warned).toList());
    }

    private static Warned warned(Warning warning) {
        return new Warned(warning.kind().name(), warning.host(), warning.ends(), warning.english());
    }
}
