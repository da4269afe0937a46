package org.danegate.delivery;

import org.danegate.event.Trouble;
import org.danegate.queue.QueuedDelivery.Pending;

/// What one attempt came to for one recipient.
sealed interface RecipientResult {

    Pending recipient();

    /// The next hop took the recipient and the message.
    ///
    /// @param knowsDsn whether it sends notifications from here on (RFC 3461)
    record Delivered(Pending recipient, String response, boolean knowsDsn) implements RecipientResult {}

    /// The next hop refused, or could not be reached, or may not be used.
    record Refused(Pending recipient, Trouble trouble) implements RecipientResult {}

    /// A `/dev/null` route took the recipient.
    record Dropped(Pending recipient) implements RecipientResult {}
}
