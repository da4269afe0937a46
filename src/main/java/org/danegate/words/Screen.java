package org.danegate.words;

import java.time.Duration;
import java.util.Optional;

/// Where a word prints, and whom it asks. A screen whose reader is gone swallows what is printed.
public interface Screen {

    /// Prints text as it is, with its line ends.
    void out(String text);

    /// Prints text to standard error.
    void err(String text);

    /// Whether somebody sits at a terminal and can be asked; nobody does unless a screen says so.
    default boolean asks() {
        return false;
    }

    /// Asks the user at the terminal.
    ///
    /// @return the line typed; empty without a terminal, or when the reader is gone
    default Optional<String> ask(String question) {
        return Optional.empty();
    }

    /// Whether somebody reads while the word goes on, so that it may go on until the reader ends it.
    boolean follows();

    /// Waits until the reader is gone, at most that long; meanwhile notices a reader that went silently.
    ///
    /// @return true when the reader is gone
    boolean endedWithin(Duration time) throws InterruptedException;

    /// The file sent along with the word, read once; empty when there was none.
    String input();
}
