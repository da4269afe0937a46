package org.danegate.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.queue.Backlog;
import org.danegate.queue.DestinationOrders;
import org.jspecify.annotations.Nullable;

/// One line of Delivery Status: the counters, the waiting mail, the policy. Only twenty of ten thousand lines are
/// shown, so values that only those or a filter need are looked up on request.
public final class Destination {

    private final String domain;
    private final DestinationCount count;
    private final Backlog backlog;
    private final Orders orders;
    private final Supplier<Settings> settings;
    private final BooleanSupplier growth;

    /// An administrator's orders for a destination.
    ///
    /// @param suspension the reason why delivery is suspended, may be empty; null when it is not
    /// @param redirect the host that gets its mail instead; null when none
    record Orders(@Nullable String suspension, DestinationOrders.@Nullable Redirect redirect) {}

    /// What the policy says about a destination.
    ///
    /// @param timeInQueue the maximum time in queue of its bounce profile
    record Settings(DestinationControls.Effective effective, Duration timeInQueue) {}

    /// @param settings the settings in force
    /// @param growth whether more recipients wait than at the oldest sample of the last hour
    Destination(
            String domain,
            DestinationCount count,
            Backlog backlog,
            Orders orders,
            Supplier<Settings> settings,
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

    /// The counters.
    public DestinationCount count() {
        return count;
    }

    /// The waiting mail.
    public Backlog backlog() {
        return backlog;
    }

    /// DANE Support in force.
    public DaneSupport support() {
        return settings.get().effective().profile().dane();
    }

    /// Whether Destination Controls has an entry for it.
    public boolean ownEntry() {
        return settings.get().effective().entry() != null;
    }

    /// Pattern of the Destination Controls entry in force; {@link Narrowing#DEFAULT} when there is none.
    public String entry() {
        DestinationEntry entry = settings.get().effective().entry();
        return entry == null ? Narrowing.DEFAULT : entry.pattern().toString();
    }

    /// The short reason why its mail waits.
    ///
    /// @param now the present time
    public Reason reason(Instant now) {
        if (orders.suspension() != null) {
            return Reason.SUSPENDED;
        }
        if (backlog.activeRecipients() == 0) {
            return Reason.NONE;
        }
        if (backlog.held() == backlog.activeRecipients()) {
            return Reason.HELD;
        }
        boolean limited = backlog.pausedUntil().isAfter(now) && count.hostStatus() != HostStatus.DOWN;
        return limited ? Reason.LIMITED : count.reason();
    }

    /// The reason why delivery is suspended, may be empty; null when it is not.
    public @Nullable String suspension() {
        return orders.suspension();
    }

    /// The host that gets its mail instead; null when none.
    public DestinationOrders.@Nullable Redirect redirect() {
        return orders.redirect();
    }

    /// Whether more recipients wait than at the oldest sample of the last hour.
    public boolean growing() {
        return growth.getAsBoolean();
    }

    /// When the oldest active recipient bounces because its maximum time in queue is over; {@link Instant#MAX} when
    /// none waits.
    public Instant bouncesAt() {
        return backlog.activeRecipients() == 0
                ? Instant.MAX
                : backlog.oldest().plus(settings.get().timeInQueue());
    }

    /// When the next recipient is tried; {@link Instant#MAX} when none waits or delivery is suspended.
    public Instant nextTry() {
        return orders.suspension() == null ? backlog.nextDue() : Instant.MAX;
    }
}
