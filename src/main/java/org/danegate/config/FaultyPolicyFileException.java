package org.danegate.config;

/// The policy file named at first start cannot be used; the start is broken off with one line for each fault.
public final class FaultyPolicyFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param message the faults, a line each
    public FaultyPolicyFileException(String message) {
        super(message);
    }
}
