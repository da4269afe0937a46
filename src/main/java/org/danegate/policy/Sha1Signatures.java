package org.danegate.policy;

/// What DNSSEC signatures with SHA-1 are worth: algorithms 5 and 7, and DS records that have only SHA-1 digests.
/// Signers
/// must not use them any more (RFC 9905).
public enum Sha1Signatures {
    /// They count as signatures of an unknown algorithm: a zone that has no others is INSECURE (RFC 4035 5.2).
    UNSUPPORTED,
    /// They are validated like the others.
    VALIDATED
}
