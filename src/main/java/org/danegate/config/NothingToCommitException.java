package org.danegate.config;

/// The working copy is the policy in force already; no revision was made.
public final class NothingToCommitException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// An English message; pages have a text of their own.
    public NothingToCommitException() {
        super("There was nothing to commit.");
    }
}
