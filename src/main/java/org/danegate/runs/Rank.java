package org.danegate.runs;

import java.util.Arrays;
import org.danegate.verify.Verdict;

/// Kinds of results, in the order of the list: changes first, then what fails, then successes that may not last. The
/// database has their positions.
enum Rank {
    WORSE(0),
    BETTER_WARNED(1),
    BETTER(2),
    FAILED(3),
    NOT_VERIFIED(4),
    WARNED(5),
    SUCCESS(6);

    private final int position;

    Rank(int position) {
        this.position = position;
    }

    /// The position in the list, and in the database.
    int position() {
        return position;
    }

    static Rank at(int position) {
        return Arrays.stream(values())
                .filter(rank -> rank.position == position)
                .findFirst()
                .orElseThrow();
    }

    static Rank of(DomainResult result) {
        boolean warned = !result.warnings().isEmpty();
        return switch (result.change()) {
            case WORSE -> WORSE;
            case BETTER -> warned ? BETTER_WARNED : BETTER;
            case SAME, FIRST, UNKNOWN -> unchanged(result.verdict(), warned);
        };
    }

    private static Rank unchanged(Verdict verdict, boolean warned) {
        return switch (verdict) {
            case DANE_FAILED -> FAILED;
            case NOT_VERIFIED -> NOT_VERIFIED;
            case DANE_SUCCESS -> warned ? WARNED : SUCCESS;
        };
    }
}
