package org.danegate.config;

import java.util.List;
import org.danegate.policy.Policy;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;

/// The result of applying an edit to the working copy.
public sealed interface Edit {

    /// Another policy, which the rules then check.
    record To(Policy policy) implements Edit {}

    /// The edit cannot be parsed as a policy.
    ///
    /// @param faults at least one, with the field names that the submitter knows
    record Faulty(List<Fault> faults) implements Edit {
        public Faulty {
            faults = List.copyOf(faults);
        }
    }

    /// The working copy differs from the one that the submitter saw.
    ///
    /// @param why who changed what
    record Stale(Wording why) implements Edit {}
}
