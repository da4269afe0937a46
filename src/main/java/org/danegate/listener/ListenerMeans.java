package org.danegate.listener;

import java.time.InstantSource;
import org.danegate.event.ConnectionIds;
import org.danegate.event.DeliveryEvents;
import org.danegate.policy.CommittedPolicy;
import org.danegate.queue.MessageQueue;
import org.danegate.tagging.TagCheck;

/// What listeners need of the rest of the gateway.
///
/// @param tags checks addresses that mail comes back to
public record ListenerMeans(
        CommittedPolicy policy,
        MessageQueue queue,
        DeliveryEvents events,
        ConnectionIds ids,
        InstantSource clock,
        TagCheck tags) {}
