package org.danegate.monitor;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/// The counters of a destination, saved over a restart.
@Entity
@Table(name = "destination_counter")
public class SavedCount {

    @Id
    @Column(nullable = false, length = 300)
    private String domain = "";

    @Column(name = "counting_since", nullable = false)
    private Instant countingSince = Instant.EPOCH;

    @Column(name = "delivered_recipients", nullable = false)
    private long deliveredRecipients;

    @Column(name = "soft_bounced_events", nullable = false)
    private long softBouncedEvents;

    @Column(name = "hard_bounced_recipients", nullable = false)
    private long hardBouncedRecipients;

    @Column(name = "last_activity", nullable = false)
    private Instant lastActivity = Instant.EPOCH;

    /// For JPA.
    protected SavedCount() {}

    SavedCount(String domain, Instant countingSince, long delivered, long soft, long hard, Instant lastActivity) {
        this.domain = domain;
        this.countingSince = countingSince;
        this.deliveredRecipients = delivered;
        this.softBouncedEvents = soft;
        this.hardBouncedRecipients = hard;
        this.lastActivity = lastActivity;
    }

    /// Destination domain.
    public String getDomain() {
        return domain;
    }

    /// When the counters started.
    public Instant getCountingSince() {
        return countingSince;
    }

    /// Recipients accepted by the destination.
    public long getDeliveredRecipients() {
        return deliveredRecipients;
    }

    /// Temporary failures, each counted.
    public long getSoftBouncedEvents() {
        return softBouncedEvents;
    }

    /// Recipients that delivery gave up.
    public long getHardBouncedRecipients() {
        return hardBouncedRecipients;
    }

    /// The time of the destination's last event.
    public Instant getLastActivity() {
        return lastActivity;
    }
}
