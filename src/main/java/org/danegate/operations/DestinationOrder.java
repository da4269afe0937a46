package org.danegate.operations;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.danegate.queue.DestinationOrders.Redirect;
import org.jspecify.annotations.Nullable;

/// The standing order for a destination's mail.
@Entity
@Table(name = "destination_order")
public class DestinationOrder {

    /// The value that means every destination, in place of a domain.
    public static final String ALL = "ALL";

    @Id
    @Column(nullable = false, length = 300)
    private String destination = "";

    @Column(nullable = false)
    private boolean suspended;

    @Column(nullable = false, length = 500)
    private String reason = "";

    @Column(name = "grace_millis")
    private @Nullable Long graceMillis;

    @Column(name = "redirect_host", length = 300)
    private @Nullable String redirectHost;

    @Column(name = "redirect_port", nullable = false)
    private int redirectPort;

    @Column(name = "changed_by", nullable = false, length = 64)
    private String changedBy = "";

    @Column(name = "changed_at", nullable = false)
    private Instant changedAt = Instant.EPOCH;

    /// For JPA.
    protected DestinationOrder() {}

    private DestinationOrder(
            String destination,
            boolean suspended,
            String reason,
            @Nullable Redirect redirect,
            String changedBy,
            Instant changedAt) {
        this.destination = destination;
        this.suspended = suspended;
        this.reason = reason;
        this.redirectHost = redirect == null ? null : redirect.host();
        this.redirectPort = redirect == null ? 0 : redirect.port();
        this.changedBy = changedBy;
        this.changedAt = changedAt;
    }

    static DestinationOrder none(String destination) {
        return new DestinationOrder(destination, false, "", null, "", Instant.EPOCH);
    }

    /// The order with delivery suspended.
    ///
    /// @param grace how long deliveries in flight may go on
    DestinationOrder suspend(String why, Duration grace, String by, Instant at) {
        DestinationOrder suspended =
                new DestinationOrder(destination, true, why, getRedirect().orElse(null), by, at);
        suspended.graceMillis = grace.toMillis();
        return suspended;
    }

    /// The order with delivery resumed.
    DestinationOrder resume(String by, Instant at) {
        return new DestinationOrder(destination, false, "", getRedirect().orElse(null), by, at);
    }

    /// The order with another host, or none.
    DestinationOrder redirect(@Nullable Redirect to, String by, Instant at) {
        DestinationOrder redirected = new DestinationOrder(destination, suspended, reason, to, by, at);
        redirected.graceMillis = graceMillis;
        return redirected;
    }

    /// Whether it says the same as another one.
    boolean isSameAs(@Nullable DestinationOrder other) {
        return other != null
                && suspended == other.suspended
                && reason.equals(other.reason)
                && getRedirect().equals(other.getRedirect())
                && changedAt.equals(other.changedAt);
    }

    /// True when it changes nothing.
    boolean isEmpty() {
        return !suspended && redirectHost == null;
    }

    /// Domain as A-labels, address literal in brackets, or {@link #ALL}.
    public String getDestination() {
        return destination;
    }

    /// True when delivery is suspended.
    public boolean isSuspended() {
        return suspended;
    }

    /// How long deliveries in flight may go on after the suspension; empty for the usual time.
    Optional<Duration> grace() {
        return Optional.ofNullable(graceMillis).map(Duration::ofMillis);
    }

    /// The reason, for people; may be empty.
    public String getReason() {
        return reason;
    }

    /// Where its mail goes instead.
    public Optional<Redirect> getRedirect() {
        return Optional.ofNullable(redirectHost).map(host -> new Redirect(host, redirectPort));
    }

    /// The user who gave the order.
    public String getChangedBy() {
        return changedBy;
    }

    /// When the order was given.
    public Instant getChangedAt() {
        return changedAt;
    }
}
