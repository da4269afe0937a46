package org.danegate.runs;

import org.danegate.verify.Verdict;
import org.jspecify.annotations.Nullable;

/// How a verdict compares with the last one of the domain.
public enum Change {
    /// DANE succeeded and fails now.
    WORSE,
    /// DANE failed and succeeds now.
    BETTER,
    SAME,
    /// There is no verdict to compare with.
    FIRST,
    /// Nothing could be verified now, which says nothing about the domain.
    UNKNOWN;

    /// Compares two verdicts.
    ///
    /// @param earlier the last success or failure before; null when there is none
    public static Change between(@Nullable Verdict earlier, Verdict now) {
        if (now == Verdict.NOT_VERIFIED) {
            return UNKNOWN;
        }
        if (earlier == null || earlier == Verdict.NOT_VERIFIED) {
            return FIRST;
        }
        if (earlier == now) {
            return SAME;
        }
        return now == Verdict.DANE_SUCCESS ? BETTER : WORSE;
    }

    /// Whether the verdict is another one.
    public boolean changed() {
        return this == WORSE || this == BETTER;
    }
}
