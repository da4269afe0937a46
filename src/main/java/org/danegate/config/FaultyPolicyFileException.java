package org.danegate.config;

/// The policy file named at first start cannot be used; the start is aborted with one line for each fault.
public final class FaultyPolicyFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param message the faults, one a line
    public FaultyPolicyFileException(String message) {
        super(message);
    }
}
