package org.danegate.dkim;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;

/// Publishes what administrators did to signing keys.
final class KeyActs {

    private final DeliveryEvents events;
    private final InstantSource clock;

    KeyActs(DeliveryEvents events, InstantSource clock) {
        this.events = events;
        this.clock = clock;
    }

    void did(String user, String action) {
        events.publish(new DeliveryEvent.AdministratorActed(clock.instant(), user, action, ""));
    }

    /// The day in UTC, in which the dates of rotations are.
    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
