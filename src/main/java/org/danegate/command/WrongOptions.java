package org.danegate.command;

/// Reports an error in the command line or in a file that it names.
final class WrongOptions extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean usage;

    /// Reports an error in the command line.
    WrongOptions(String message) {
        this(message, true);
    }

    private WrongOptions(String message, boolean usage) {
        super(message);
        this.usage = usage;
    }

    /// Reports an error in a file that the command line names correctly.
    static WrongOptions file(String message) {
        return new WrongOptions(message, false);
    }

    /// Whether to print how the command is used.
    boolean usage() {
        return usage;
    }
}
