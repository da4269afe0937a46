package org.danegate.advice;

/// The result of a check that may not have been made.
public enum Judged {
    YES,
    NO,
    UNKNOWN;

    static Judged of(boolean yes) {
        return yes ? YES : NO;
    }
}
