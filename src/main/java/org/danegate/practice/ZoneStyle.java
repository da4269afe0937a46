package org.danegate.practice;

/// How a practice zone is signed and how it proves that something is absent.
public enum ZoneStyle {
    /// Signed; NSEC proves absence (RFC 4034 section 4).
    NSEC,
    /// Signed; NSEC3 without opt-out proves absence (RFC 5155).
    NSEC3,
    /// Signed; NSEC3 with opt-out: unsigned delegations have no NSEC3 record of their own (RFC 5155 section 6).
    NSEC3_OPT_OUT,
    /// Signed; one NSEC at the name itself proves absence, and the response code is NOERROR (RFC 9824 section 3).
    COMPACT,
    /// The same with one NSEC3 at the hash of the name (RFC 9824 section 4).
    COMPACT_NSEC3,
    /// Not signed; the parent proves that no DS exists.
    UNSIGNED;

    boolean signed() {
        return this != UNSIGNED;
    }
}
