package org.danegate.verify;

/// The result of a verification.
public enum Verdict {
    /// At least one host can be delivered to under DANE Mandatory.
    DANE_SUCCESS,
    /// No host can be delivered to under DANE Mandatory.
    DANE_FAILED,
    /// No resolver answered the first question, so nothing is known about the domain.
    NOT_VERIFIED
}
