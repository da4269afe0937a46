package org.danegate.config;

import java.util.List;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;

/// Rolls a transaction back and carries the reason to {@link WorkingPolicy#change}, which returns it; no other code
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

    static Refusal stale(Wording why) {
        return new Refusal(new Submission.Stale(why));
    }

    Submission outcome() {
        return outcome;
    }
}
