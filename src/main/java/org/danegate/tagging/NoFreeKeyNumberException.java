package org.danegate.tagging;

/// A new key was asked for while all ten numbers are taken.
public class NoFreeKeyNumberException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoFreeKeyNumberException() {
        super("All ten key numbers are in use. Purge previous keys first.");
    }
}
