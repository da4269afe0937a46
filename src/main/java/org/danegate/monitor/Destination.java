package org.danegate.monitor;

import java.time.Instant;
import org.danegate.policy.DaneSupport;
import org.danegate.queue.Backlog;
import org.danegate.queue.DestinationOrders;
import org.jspecify.annotations.Nullable;

/// One line of Delivery Status: what was counted, what waits now, what the policy says.
///
/// @param support DANE Support in force
/// @param ownEntry true when Destination Controls has an entry for it
/// @param suspension why delivery is suspended, perhaps empty; null when it is not
/// @param redirect where an administrator sends its mail instead; null when nowhere
/// @param growing true when more recipients wait than at the oldest sample of the last hour
public record Destination(
        String domain,
        DestinationCount count,
        Backlog backlog,
        DaneSupport support,
        boolean ownEntry,
        @Nullable String suspension,
        DestinationOrders.@Nullable Redirect redirect,
        boolean growing) {

    /// When the next recipient is tried; {@link Instant#MAX} when none waits or delivery is suspended.
    public Instant nextTry() {
        return suspension == null ? backlog.nextDue() : Instant.MAX;
    }
}
