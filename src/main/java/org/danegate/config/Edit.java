package org.danegate.config;

import java.util.List;
import org.danegate.policy.Policy;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;

/// What an edit makes of the working copy.
public sealed interface Edit {

    /// Another policy, to be judged by the rules.
    record To(Policy policy) implements Edit {}

    /// It cannot be read as a policy.
    ///
    /// @param faults at least one, with the fields that the submitter knows
    record Faulty(List<Fault> faults) implements Edit {
        public Faulty {
            faults = List.copyOf(faults);
        }
    }

    /// The working copy is not what the submitter was shown.
    ///
    /// @param why who changed what
    record Stale(Wording why) implements Edit {}
}
