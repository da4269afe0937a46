package org.danegate.listener;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.danegate.event.ConnectionIds;
import org.danegate.event.DeliveryEvents;
import org.danegate.policy.CommittedPolicy;
import org.danegate.queue.MessageQueue;
import org.danegate.tagging.TagCheck;

/// What every conversation shares.
///
/// @param bounds what clients may take of connections and time
/// @param bufferedOctets octets of messages being read, all conversations together
/// @param senders what senders did so far, for the limits of mail flow policies
/// @param tags checks addresses that mail comes back to
record Surroundings(
        CommittedPolicy policy,
        MessageQueue queue,
        DeliveryEvents events,
        ConnectionIds ids,
        InstantSource clock,
        String hostname,
        ListenerBounds bounds,
        AtomicLong bufferedOctets,
        SenderCounts senders,
        TagCheck tags) {

    static Surroundings of(ListenerMeans means, String hostname, ListenerBounds bounds) {
        return new Surroundings(
                means.policy(),
                means.queue(),
                means.events(),
                means.ids(),
                means.clock(),
                hostname,
                bounds,
                new AtomicLong(),
                new SenderCounts(means.clock()),
                means.tags());
    }

    /// A sixteenth of the heap may hold messages that are being read; what is more goes to files.
    long bufferLimit() {
        return Runtime.getRuntime().maxMemory() / 16;
    }
}
