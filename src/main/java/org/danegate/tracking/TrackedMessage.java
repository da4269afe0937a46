package org.danegate.tracking;

import java.time.Instant;
import java.util.List;

/// A message as it was accepted.
///
/// @param sender envelope sender, empty for the null sender
/// @param recipients envelope recipients; their RIDs are their places, from 0
/// @param subject empty when it has none
/// @param messageId as in its header, with angle brackets; empty when it has none
/// @param bytes size as received
/// @param client address of the client, with the listener's name; empty for a message that Danegate made
public record TrackedMessage(
        long mid,
        Instant receivedAt,
        String sender,
        List<String> recipients,
        String subject,
        String messageId,
        long bytes,
        String client) {

    public TrackedMessage {
        recipients = List.copyOf(recipients);
    }
}
