package org.danegate.verify;

/// What a verification came to.
public enum Verdict {
    /// One host at least can be delivered to under DANE Mandatory.
    DANE_SUCCESS,
    /// None can.
    DANE_FAILED,
    /// No resolver answered the first question, so nothing is known about the domain.
    NOT_VERIFIED
}
