package org.danegate.queue;

import java.time.Instant;
import java.util.List;
import org.danegate.address.MailAddress;

/// A message about to be accepted.
///
/// @param mid from {@link MessageQueue#nextMid()}
/// @param recipients at least one; the position is the RID
/// @param body octets with CRLF line ends, without the final dot, dot-stuffing undone
public record NewMessage(
        long mid, Envelope envelope, List<Recipient> recipients, MessageBody body, Instant receivedAt) {

    public NewMessage {
        recipients = List.copyOf(recipients);
    }

    /// A small message.
    public NewMessage(long mid, Envelope envelope, List<Recipient> recipients, byte[] body, Instant receivedAt) {
        this(mid, envelope, recipients, MessageBody.of(body), receivedAt);
    }

    /// A recipient as accepted.
    ///
    /// @param dsnNotify DSN NOTIFY parameter (RFC 3461 4.1), empty when absent
    /// @param originalRecipient DSN ORCPT parameter as given, empty when absent
    public record Recipient(MailAddress address, String dsnNotify, String originalRecipient) {}
}
