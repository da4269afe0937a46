package org.danegate.config;

/// Somebody else changed the same object in the meantime; nothing was overwritten.
public final class StaleEditException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param message who changed what, for the page
    public StaleEditException(String message) {
        super(message);
    }
}
