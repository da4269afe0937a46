package org.danegate.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Knows messages of earlier runs of the server, for readers that saw only the end of a message.
@FunctionalInterface
public interface KnownMessages {

    /// The newest message with a MID; empty when it is not known. May take some milliseconds.
    Optional<Known> find(long mid);

    /// What is known of a message.
    ///
    /// @param recipients their RIDs are their places, from 0
    /// @param subject empty when it has none
    /// @param messageId with angle brackets; empty when it has none
    /// @param bytes size as received
    /// @param relayed whether it came in under RELAY
    record Known(
            Instant receivedAt,
            String from,
            List<String> recipients,
            String subject,
            String messageId,
            long bytes,
            boolean relayed) {
        public Known {
            recipients = List.copyOf(recipients);
        }
    }
}
