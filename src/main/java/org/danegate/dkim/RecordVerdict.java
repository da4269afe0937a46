package org.danegate.dkim;

/// What a verifier of mail would find under a selector.
public enum RecordVerdict {
    /// The record is there and has the key.
    MATCHES,
    /// The record is there and has the key, which may sign TLS reports and no other mail.
    REPORTS_ONLY,
    /// No record.
    MISSING,
    /// More than one record: what verifiers do is not defined.
    SEVERAL,
    /// The record has another key.
    OTHER_KEY,
    /// The record says that the key is revoked.
    REVOKED,
    /// The record has the key, but forbids SHA-256 or mail.
    FORBIDS,
    /// The record is no key record.
    MALFORMED,
    /// DNSSEC says that the answer is forged or broken: verifiers that validate find nothing.
    BOGUS,
    /// DNS gave no answer.
    UNKNOWN;

    /// Whether verifiers find the key.
    public boolean isGood() {
        return this == MATCHES;
    }

    /// The kind of badge that shows it.
    public String mark() {
        return switch (this) {
            case MATCHES -> "good";
            case REPORTS_ONLY, UNKNOWN -> "warn";
            default -> "bad";
        };
    }

    /// Whether verifiers surely do not find the key.
    boolean isBad() {
        return this != MATCHES && this != REPORTS_ONLY && this != UNKNOWN;
    }
}
