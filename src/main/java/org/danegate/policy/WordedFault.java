package org.danegate.policy;

/// A text that cannot be read as a value, with the sentence that says so in every language.
public final class WordedFault extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient Wording wording;

    /// @param wording what is wrong and what is expected
    public WordedFault(Wording wording) {
        super(wording.english());
        this.wording = wording;
    }

    /// What is wrong and what is expected.
    public Wording wording() {
        return wording;
    }
}
