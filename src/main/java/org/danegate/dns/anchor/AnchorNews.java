package org.danegate.dns.anchor;

import org.danegate.wording.Wording;

/// Receives news about the root's trust anchors.
@FunctionalInterface
public interface AnchorNews {

    /// Ignores all news.
    AnchorNews NONE = (matter, about, wording) -> {};

    /// What happened.
    enum Matter {
        /// A key is seen for the first time, becomes trusted, or is gone after it was revoked.
        EXPECTED,
        /// A trusted key is missing or was revoked.
        UNUSUAL,
        /// The keys could not be refreshed or stored.
        PROBLEM,
        /// No key is trusted any longer: nothing can be validated.
        NONE_TRUSTED
    }

    /// @param about key tag, or `refresh`
    /// @param wording one sentence for people
    void happened(Matter matter, String about, Wording wording);
}
