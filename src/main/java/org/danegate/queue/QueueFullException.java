package org.danegate.queue;

import java.io.IOException;

/// The queue has no room for another message: the sender gets 452 and keeps it.
public final class QueueFullException extends IOException {

    private static final long serialVersionUID = 1L;

    /// @param message what is full, for the log
    public QueueFullException(String message) {
        super(message);
    }
}
