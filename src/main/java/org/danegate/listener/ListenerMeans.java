package org.danegate.listener;

import java.time.InstantSource;
import org.danegate.credentials.SenderLogins;
import org.danegate.event.ConnectionIds;
import org.danegate.event.DeliveryEvents;
import org.danegate.policy.CommittedPolicy;
import org.danegate.queue.MessageQueue;
import org.danegate.tagging.TagCheck;

/// The services of the gateway that listeners need.
///
/// @param tags checks the tags of addresses to which bounces return
/// @param logins the users who may authenticate
public record ListenerMeans(
        CommittedPolicy policy,
        MessageQueue queue,
        DeliveryEvents events,
        ConnectionIds ids,
        InstantSource clock,
        TagCheck tags,
        SenderLogins logins) {}
