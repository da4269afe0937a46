package org.danegate.practice;

/// What the parent of a signed practice zone says about its key.
public enum DsLink {
    /// The DS record matches the key: the chain of trust continues.
    PRESENT,
    /// No DS record, with proof: the zone is an island of security and its answers are insecure.
    MISSING,
    /// A DS record for another key: everything in the zone is bogus.
    WRONG
}
