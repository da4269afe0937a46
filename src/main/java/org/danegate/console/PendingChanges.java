package org.danegate.console;

/// Counts the changes that wait for a commit. The room that keeps the working copy implements it as a bean. Every page
/// calls it, so the answer must be cheap.
@FunctionalInterface
public interface PendingChanges {

    /// Number of changes not yet committed, 0 or more.
    int count();
}
