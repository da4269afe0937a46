package org.danegate.words;

/// A word could not run: an argument is missing or wrong. The message is a sentence for people.
public final class NotRun extends Exception {

    private static final long serialVersionUID = 1L;

    /// @param sentence without a full stop
    public NotRun(String sentence) {
        super(sentence);
    }
}
