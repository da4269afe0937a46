package org.danegate.config;

import java.util.List;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;

/// The result of a submitted change. Only {@link Submitted} changed anything.
public sealed interface Submission {

    /// The change is in the working copy.
    record Submitted() implements Submission {}

    /// The change has faults.
    ///
    /// @param faults at least one, none of them advice
    record Rejected(List<Fault> faults) implements Submission {
        public Rejected {
            faults = List.copyOf(faults);
        }
    }

    /// Somebody else changed the same thing in the meantime.
    ///
    /// @param why who changed what
    record Stale(Wording why) implements Submission {}
}
