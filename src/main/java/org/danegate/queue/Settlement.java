package org.danegate.queue;

import java.time.Instant;

/// The result of one recipient.
public sealed interface Settlement {

    /// Recipient id within the message.
    int rid();

    /// The recipient is done: delivered, bounced (the DSN is already accepted into the queue) or dropped.
    record Done(int rid) implements Settlement {}

    /// The recipient stays and is due again at `retryAt`; counts as an attempt when `attempted`.
    ///
    /// @param trouble reason, for people
    /// @param warned true when a delay warning was sent
    record Retry(int rid, Instant retryAt, boolean attempted, String trouble, boolean warned) implements Settlement {}
}
