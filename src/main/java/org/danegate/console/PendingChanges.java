package org.danegate.console;

/// Says how many changes wait for a commit; implemented as a bean by the room that keeps the working copy. Asked for
/// every page, so the answer must be cheap.
@FunctionalInterface
public interface PendingChanges {

    /// Number of changes not yet committed, 0 or more.
    int count();
}
