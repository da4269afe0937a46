package org.danegate.delivery;

import org.danegate.event.Trouble;
import org.danegate.queue.QueuedDelivery.Pending;

/// The result of one attempt for one recipient.
sealed interface RecipientResult {

    Pending recipient();

    /// The next hop accepted the recipient and the message.
    ///
    /// @param knowsDsn whether the next hop takes over sending notifications (RFC 3461)
    record Delivered(Pending recipient, String response, boolean knowsDsn) implements RecipientResult {}

    /// The next hop refused, could not be reached, or may not be used.
    record Refused(Pending recipient, Trouble trouble) implements RecipientResult {}

    /// A `/dev/null` route discarded the recipient.
    record Dropped(Pending recipient) implements RecipientResult {}
}
