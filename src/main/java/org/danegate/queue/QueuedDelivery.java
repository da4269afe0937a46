package org.danegate.queue;

import java.time.Instant;
import java.util.List;
import org.danegate.address.MailAddress;

/// The recipients of one message at one destination, as leased or as shown.
///
/// @param size octets of the message
public record QueuedDelivery(
        long mid, String destination, Envelope envelope, Instant receivedAt, long size, List<Pending> recipients) {

    public QueuedDelivery {
        recipients = List.copyOf(recipients);
    }

    /// The lease reduced to some of its recipients; the others are due again when it is settled.
    public QueuedDelivery with(List<Pending> some) {
        return some.size() == recipients.size()
                ? this
                : new QueuedDelivery(mid, destination, envelope, receivedAt, size, some);
    }

    /// A recipient that is not finished.
    ///
    /// @param attempts attempts made so far
    /// @param due when it may be tried
    /// @param warnings delay warnings sent so far
    /// @param lastTrouble reason of the last soft bounce, empty before the first
    public record Pending(
            int rid,
            MailAddress address,
            String dsnNotify,
            String originalRecipient,
            int attempts,
            Instant due,
            int warnings,
            String lastTrouble) {}
}
