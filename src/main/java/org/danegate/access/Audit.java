package org.danegate.access;

import java.time.InstantSource;
import java.util.function.Supplier;
import org.danegate.address.OutsideText;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.jspecify.annotations.Nullable;

/// Reports administrators' actions to the log.
public class Audit {

    private static final int LONGEST_NAME = 64;

    private final Supplier<@Nullable DeliveryEvents> events;
    private final InstantSource clock;

    Audit(Supplier<@Nullable DeliveryEvents> events, InstantSource clock) {
        this.events = events;
        this.clock = clock;
    }

    /// Publishes an action. The name may be any text typed at sign-in, so it is shortened and made printable.
    public void record(String user, String action) {
        record(user, action, "");
    }

    /// Publishes an action and its changes.
    ///
    /// @param changes values before and after, never a secret
    public void record(String user, String action, String changes) {
        DeliveryEvents readers = events.get();
        if (readers != null) {
            readers.publish(new DeliveryEvent.AdministratorActed(clock.instant(), printable(user), action, changes));
        }
    }

    private static String printable(String name) {
        String shortened = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
        return OutsideText.line(shortened);
    }
}
