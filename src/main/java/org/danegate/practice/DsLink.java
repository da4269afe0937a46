package org.danegate.practice;

/// What the parent of a signed practice zone says about its key.
public enum DsLink {
    /// The DS record fits the key: the chain of trust goes on.
    PRESENT,
    /// No DS record, with proof: the zone is an island and its answers are insecure.
    MISSING,
    /// A DS record for another key: everything in the zone is bogus.
    WRONG
}
