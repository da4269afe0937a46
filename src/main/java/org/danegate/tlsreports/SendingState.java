package org.danegate.tlsreports;

/// How far a report came on its way to one of its receivers.
public enum SendingState {
    /// It is being handed over at this moment. A server that ends meanwhile leaves it so, and it is not sent again.
    HANDING_OVER,
    /// It waits for the next try.
    WAITING,
    /// It is in the queue of outgoing mail.
    QUEUED,
    /// The receiver has it.
    TAKEN,
    /// It was given up.
    FAILED,
    /// It was not tried, because of a limit.
    LEFT_OUT,
    /// It may have been sent: the server ended while it was handed over.
    UNKNOWN;

    /// Whether something is still to come.
    public boolean isOpen() {
        return this == HANDING_OVER || this == WAITING || this == QUEUED;
    }
}
