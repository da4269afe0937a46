package org.danegate.config;

import java.util.List;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;

/// Rolls a transaction back and carries the reason to {@link WorkingCopy#change}, which returns it; no other code
/// sees it.
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Submission outcome;

    private Refusal(Submission outcome) {
        super("refused", null, false, false);
        this.outcome = outcome;
    }

    static Refusal of(List<Fault> faults) {
        return new Refusal(new Submission.Rejected(faults));
    }

    /// Refuses unless there are no faults.
    static void throwIfFaulty(List<Fault> faults) {
        if (!faults.isEmpty()) {
            throw of(faults);
        }
    }

    /// The errors of fields that begin with a prefix, with their fields relative to it.
    static List<Fault> errors(List<Fault> violations, String prefix) {
        return violations.stream()
                .filter(v -> v.isError() && v.field().startsWith(prefix))
                .map(v -> v.at(v.field().substring(prefix.length())))
                .toList();
    }

    static Refusal stale(Wording why) {
        return new Refusal(new Submission.Stale(why));
    }

    Submission outcome() {
        return outcome;
    }
}
