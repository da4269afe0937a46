package org.danegate.dns.anchor;

import org.danegate.wording.Wording;

/// Who wants to hear of what becomes of the root's trust anchors.
@FunctionalInterface
public interface AnchorNews {

    /// Nobody.
    AnchorNews NONE = (matter, about, wording) -> {};

    /// What happened.
    enum Matter {
        /// A key is seen for the first time, or is trusted from now on, or is gone after it was revoked.
        EXPECTED,
        /// A trusted key is missing or was revoked.
        UNUSUAL,
        /// The keys could not be refreshed or kept.
        PROBLEM,
        /// No key is trusted any more: nothing can be validated.
        NONE_TRUSTED
    }

    /// @param about key tag, or `refresh`
    /// @param wording one sentence for people
    void happened(Matter matter, String about, Wording wording);
}
