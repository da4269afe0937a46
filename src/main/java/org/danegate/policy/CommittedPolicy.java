package org.danegate.policy;

import java.util.function.Consumer;

/// The policy in force. Engine, listener and logs read it; they never see the working copy.
public interface CommittedPolicy {

    /// The current revision, with the exceptions that hold now; one volatile read.
    Revision current();

    /// Calls the reader after each commit, on the committing thread, with the revision as it was committed, without
    /// exceptions. When a reader throws, the exception is logged and the next reader is called.
    void onCommit(Consumer<Revision> reader);

    /// A committed policy.
    ///
    /// @param number 1 for the first commit, then counting up; 0 for the factory settings before any commit
    record Revision(long number, Policy policy) {}

    /// A policy that never changes, for commands and tests.
    static CommittedPolicy fixed(Policy policy) {
        Revision only = new Revision(1, policy);
        return new CommittedPolicy() {
            @Override
            public Revision current() {
                return only;
            }

            @Override
            public void onCommit(Consumer<Revision> reader) {}
        };
    }
}
