package org.danegate.config;

import java.util.List;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;

/// The result of a commit. Only {@link Done} changed the policy in force.
public sealed interface Commit {

    /// The working copy is in force.
    ///
    /// @param revision its number
    record Done(long revision) implements Commit {}

    /// Nothing differs from the policy in force.
    record Nothing() implements Commit {}

    /// The working copy has faults.
    ///
    /// @param faults at least one, none of them advice
    record Rejected(List<Fault> faults) implements Commit {
        public Rejected {
            faults = List.copyOf(faults);
        }
    }

    /// The working copy differs from the one that the committer saw.
    record Stale(Wording why) implements Commit {}
}
