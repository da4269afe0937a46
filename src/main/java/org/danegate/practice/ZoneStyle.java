package org.danegate.practice;

/// How a practice zone is signed and how it proves that something is absent.
public enum ZoneStyle {
    /// Signed; NSEC proves absence (RFC 4034 section 4).
    NSEC,
    /// Signed; NSEC3 without opt-out proves absence (RFC 5155).
    NSEC3,
    /// Signed; NSEC3 with opt-out: unsigned delegations have no NSEC3 record of their own (RFC 5155 section 6).
    NSEC3_OPT_OUT,
    /// Not signed; the parent proves that no DS exists.
    UNSIGNED;

    boolean signed() {
        return this != UNSIGNED;
    }
}
