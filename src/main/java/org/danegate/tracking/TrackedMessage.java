package org.danegate.tracking;

import java.time.Instant;
import java.util.List;
import org.danegate.address.OutsideText;
import org.danegate.event.Lane;

/// A message as it was accepted. Texts that are too long are cut, and all are harmless to show.
///
/// @param sender envelope sender, empty for the null sender
/// @param recipients envelope recipients; their RIDs are their places, from 0
/// @param subject empty when it has none
/// @param messageId as in its header, with angle brackets; empty when it has none
/// @param bytes size as received
/// @param client address of the client, with the listener's name; empty for a message that Danegate made
/// @param lane only attempts for this lane concern it
public record TrackedMessage(
        long mid,
        Instant receivedAt,
        String sender,
        List<String> recipients,
        String subject,
        String messageId,
        long bytes,
        String client,
        Lane lane) {

    /// The most characters of a subject and of a Message-ID; a line of a header has 998 (RFC 5322 section 2.1.1).
    private static final int MOST_OF_FIELD = 1000;

    /// The most characters of an address; a path has 256 octets (RFC 5321 section 4.5.3.1.3).
    private static final int MOST_OF_ADDRESS = IndexFields.MOST_OF_KEY;

    public TrackedMessage {
        sender = OutsideText.brief(sender, MOST_OF_ADDRESS);
        recipients = recipients.stream()
                .map(recipient -> OutsideText.brief(recipient, MOST_OF_ADDRESS))
                .toList();
        subject = OutsideText.brief(subject, MOST_OF_FIELD);
        messageId = OutsideText.brief(messageId.strip(), MOST_OF_FIELD);
    }
}
