package org.danegate.history;

import java.time.Instant;
import org.danegate.wording.Wording;

/// An event that is shown together with the figures.
///
/// @param about what it concerns, such as the name of a certificate, or the number of a revision
public record Note(Instant at, Kind kind, String about, Wording wording) {

    /// The kinds of notes.
    public enum Kind {
        /// A revision was committed.
        COMMIT,
        /// A resolver failed or recovered.
        RESOLVER,
        /// A trust anchor changed.
        TRUST_ANCHOR,
        /// A certificate expires or has expired.
        CERTIFICATE,
        /// A listener could not be opened.
        LISTENER
    }
}
