package org.danegate.runs;

import java.time.Instant;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.verify.Verdict;
import org.jspecify.annotations.Nullable;

/// What a run found out about a domain.
///
/// @param reason why, as a sentence or phrase; may be empty
/// @param earlier the last success or failure before; null when there is none
public record DomainResult(
        DomainName domain,
        Verdict verdict,
        String reason,
        Instant at,
        @Nullable Earlier earlier,
        List<Warning> warnings) {

    public DomainResult {
        warnings = List.copyOf(warnings);
    }

    /// An earlier result of the domain.
    public record Earlier(Verdict verdict, String reason, Instant at) {}

    /// How it compares with the earlier result.
    public Change change() {
        return Change.between(earlier == null ? null : earlier.verdict(), verdict);
    }
}
