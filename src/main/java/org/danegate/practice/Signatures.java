package org.danegate.practice;

/// What the signatures over a zone or over one RRset look like. Everything but [#VALID] is a rehearsed failure that a
/// validator has to call bogus.
public enum Signatures {
    /// Correct and in time.
    VALID,
    /// Correct, but over since a day.
    EXPIRED,
    /// Correct, but beginning only tomorrow.
    NOT_YET_VALID,
    /// In time, but one bit of the signature is flipped.
    BROKEN,
    /// No RRSIG at all (and no NSEC or NSEC3 for a denial), although the zone is signed.
    MISSING
}
