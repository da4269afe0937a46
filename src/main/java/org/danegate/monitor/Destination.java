package org.danegate.monitor;

import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationControls;
import org.danegate.queue.Backlog;
import org.danegate.queue.DestinationOrders;
import org.jspecify.annotations.Nullable;

/// One line of Delivery Status: what was counted, what waits now, what the policy says. Of ten thousand lines twenty
/// are shown: what only those need, or a filter, is looked up when it is asked for.
public final class Destination {

    private final String domain;
    private final DestinationCount count;
    private final Backlog backlog;
    private final Orders orders;
    private final Supplier<DestinationControls.Effective> settings;
    private final BooleanSupplier growth;

    /// What an administrator ordered for a destination.
    ///
    /// @param suspension why delivery is suspended, perhaps empty; null when it is not
    /// @param redirect where its mail goes instead; null when nowhere
    record Orders(@Nullable String suspension, DestinationOrders.@Nullable Redirect redirect) {}

    /// @param settings that are in force
    /// @param growth whether more recipients wait than at the oldest sample of the last hour
    Destination(
            String domain,
            DestinationCount count,
            Backlog backlog,
            Orders orders,
            Supplier<DestinationControls.Effective> settings,
            BooleanSupplier growth) {
        this.domain = domain;
        this.count = count;
        this.backlog = backlog;
        this.orders = orders;
        this.settings = settings;
        this.growth = growth;
    }

    /// A-labels, or an address literal in brackets.
    public String domain() {
        return domain;
    }

    /// What was counted.
    public DestinationCount count() {
        return count;
    }

    /// What waits.
    public Backlog backlog() {
        return backlog;
    }

    /// DANE Support in force.
    public DaneSupport support() {
        return settings.get().profile().dane();
    }

    /// Whether Destination Controls has an entry for it.
    public boolean ownEntry() {
        return settings.get().entry() != null;
    }

    /// Why delivery is suspended, perhaps empty; null when it is not.
    public @Nullable String suspension() {
        return orders.suspension();
    }

    /// Where an administrator sends its mail instead; null when nowhere.
    public DestinationOrders.@Nullable Redirect redirect() {
        return orders.redirect();
    }

    /// Whether more recipients wait than at the oldest sample of the last hour.
    public boolean growing() {
        return growth.getAsBoolean();
    }

    /// When the next recipient is tried; {@link Instant#MAX} when none waits or delivery is suspended.
    public Instant nextTry() {
        return orders.suspension() == null ? backlog.nextDue() : Instant.MAX;
    }
}
