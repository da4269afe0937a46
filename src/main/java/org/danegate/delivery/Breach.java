package org.danegate.delivery;

/// Who broke an attempt off; this decides what happens to its mail.
enum Breach {
    /// An administrator: the mail counts as not tried and waits as before.
    ORDERED,
    /// The engine, because other mail waits: the receiver had its chance, and the attempt failed.
    TOO_SLOW
}
