package org.danegate.delivery;

import java.time.InstantSource;
import org.danegate.dialing.Dialing;
import org.danegate.event.DeliveryEvents;
import org.danegate.queue.MessageQueue;

/// The services that all attempts share.
record DeliveryMeans(
        Dialing dialing,
        Connections connections,
        MessageQueue queue,
        Outcomes outcomes,
        DeliveryEvents events,
        InstantSource clock) {}
