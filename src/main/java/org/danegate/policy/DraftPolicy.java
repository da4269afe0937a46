package org.danegate.policy;

/// The working copy as a policy, for rooms that must not break what an administrator is about to commit.
@FunctionalInterface
public interface DraftPolicy {

    /// The working copy now.
    Policy draft();
}
