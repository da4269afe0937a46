package org.danegate.queue;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.danegate.queue.QueuedDelivery.Pending;

/// A message in the queue as people see it.
///
/// @param size octets of the message
/// @param held true while an administrator keeps it from delivery
/// @param recipients those not finished, in the order of their ids, with what they share with their destination
/// @param inDelivery destinations whose recipients are leased at the moment
public record WaitingMessage(
        long mid,
        Envelope envelope,
        Instant receivedAt,
        long size,
        boolean held,
        List<Pending> recipients,
        Set<String> inDelivery) {

    public WaitingMessage {
        recipients = List.copyOf(recipients);
        inDelivery = Set.copyOf(inDelivery);
    }
}
