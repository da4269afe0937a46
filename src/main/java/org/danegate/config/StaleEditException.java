package org.danegate.config;

import org.danegate.policy.Wording;

/// Somebody else changed the same object in the meantime; nothing was overwritten. The message is English.
public final class StaleEditException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Wording wording;

    /// @param wording who changed what, for the page
    public StaleEditException(Wording wording) {
        super(wording.english());
        this.wording = wording;
    }

    /// Who changed what, in every language.
    public Wording wording() {
        return wording;
    }
}
