package org.danegate.event;

import java.time.Instant;
import java.time.InstantSource;

/// Publishes the actions of administrators.
///
/// @param clock gives each act its time
public record AdministratorActs(DeliveryEvents events, InstantSource clock) {

    /// Returns the time of an act that happens now.
    public Instant now() {
        return clock.instant();
    }

    /// Publishes an act that changes no values.
    public void publish(String user, String action) {
        events.publish(new DeliveryEvent.AdministratorActed(now(), user, action));
    }

    /// Publishes an act with the values that it changes.
    public void publish(String user, String action, String changes) {
        events.publish(new DeliveryEvent.AdministratorActed(now(), user, action, changes));
    }
}
