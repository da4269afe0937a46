package org.danegate.listener;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.danegate.dialing.KeyExchangeChoice;
import org.danegate.event.ConnectionIds;
import org.danegate.event.DeliveryEvents;
import org.danegate.policy.CommittedPolicy;
import org.danegate.queue.MessageQueue;
import org.danegate.tagging.TagCheck;

/// The services and state that all conversations share.
///
/// @param bounds limits on the connections and time that clients may use
/// @param bufferedOctets octets of messages being read, over all conversations
/// @param senders counts of what senders have done, for the limits of mail flow policies
/// @param tags checks the tags of addresses to which bounces return
/// @param senderCheck decides who a client is that authenticates
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
        TagCheck tags,
        SenderCheck senderCheck) {

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
                means.tags(),
                new SenderCheck(means.logins(), means.clock()));
    }

    /// The groups of the key exchange that listeners accept, in order; empty for the platform's.
    List<String> keyExchangeGroups() {
        return KeyExchangeChoice.ofListeners(policy.current().policy());
    }

    /// Octets of messages being read that memory may hold: a sixteenth of the heap; the excess goes to files.
    long bufferLimit() {
        return Runtime.getRuntime().maxMemory() / 16;
    }
}
