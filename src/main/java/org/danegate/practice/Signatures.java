package org.danegate.practice;

/// The form of the signatures over a zone or over one RRset. Every value but [#VALID] and [#ENDING] is a rehearsed
/// failure that a validator must call bogus.
public enum Signatures {
    /// Correct and current.
    VALID,
    /// Correct and current, but made 13 days ago, and valid for another ten hours only.
    ENDING,
    /// Correct, but expired two days ago.
    EXPIRED,
    /// Correct, but valid only from tomorrow.
    NOT_YET_VALID,
    /// Current, but one bit of the signature is flipped.
    BROKEN,
    /// No RRSIG at all (and no NSEC or NSEC3 for a denial), although the zone is signed.
    MISSING
}
