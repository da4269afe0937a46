package org.danegate.config;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.IpAddressPreference;
import org.danegate.policy.LimitApply;
import org.danegate.policy.LimitType;
import org.danegate.policy.RecipientLimit;
import org.danegate.policy.TlsSupport;
import org.jspecify.annotations.Nullable;

/// A destination entry of the working copy; a null column means "use Default".
@Entity
@Table(name = "working_destination")
class WorkingDestination {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @Column(nullable = false)
    private String domain = "";

    @Enumerated(EnumType.STRING)
    @Column(name = "ip_address_preference")
    private @Nullable IpAddressPreference ipAddressPreference;

    @Column(name = "concurrent_connections")
    private @Nullable Integer concurrentConnections;

    @Column(name = "messages_per_connection")
    private @Nullable Integer messagesPerConnection;

    @Column(name = "recipient_limit")
    private @Nullable Integer recipientLimit;

    @Column(name = "recipient_minutes")
    private @Nullable Integer recipientMinutes;

    @Enumerated(EnumType.STRING)
    @Column(name = "limit_type")
    private @Nullable LimitType limitType;

    @Enumerated(EnumType.STRING)
    @Column(name = "limit_apply")
    private @Nullable LimitApply limitApply;

    @Enumerated(EnumType.STRING)
    private @Nullable TlsSupport tls;

    @Enumerated(EnumType.STRING)
    private @Nullable DaneSupport dane;

    @Column(name = "bounce_verification")
    private @Nullable Boolean bounceVerification;

    @Column(name = "bounce_profile")
    private @Nullable String bounceProfile;

    private @Nullable Boolean chunking;

    /// What the entry is beside the policy in force; null for the same.
    @Enumerated(EnumType.STRING)
    private PolicyChange.@Nullable Kind pending;

    @Column(name = "changed_by", nullable = false)
    private String changedBy = "";

    @Version
    private long version;

    /// For JPA.
    protected WorkingDestination() {}

    /// @param inForce the entry for the same domain in the policy in force, null when it has none
    WorkingDestination(DestinationEntry entry, @Nullable DestinationEntry inForce, String user) {
        take(entry, inForce, user);
    }

    /// Takes over every value of an entry.
    void take(DestinationEntry e, @Nullable DestinationEntry inForce, String user) {
        domain = e.pattern().toString();
        ipAddressPreference = e.ipAddressPreference();
        concurrentConnections = e.concurrentConnections();
        messagesPerConnection = e.messagesPerConnection();
        RecipientLimit limit = e.recipientLimit();
        recipientLimit = limit == null ? null : limit.recipients();
        recipientMinutes = limit == null ? null : limit.minutes();
        limitType = e.limitType();
        limitApply = e.limitApply();
        tls = e.tls();
        dane = e.dane();
        bounceVerification = e.bounceVerification();
        bounceProfile = e.bounceProfile();
        chunking = e.chunking();
        changedBy = user;
        pending = compared(e, inForce);
    }

    /// Notes what the entry is beside the policy in force.
    void compare(@Nullable DestinationEntry inForce) {
        pending = compared(entry(), inForce);
    }

    private static PolicyChange.@Nullable Kind compared(DestinationEntry own, @Nullable DestinationEntry inForce) {
        if (inForce == null) {
            return PolicyChange.Kind.ADDED;
        }
        return own.equals(inForce) ? null : PolicyChange.Kind.CHANGED;
    }

    DestinationEntry entry() {
        Integer recipients = recipientLimit;
        Integer minutes = recipientMinutes;
        return new DestinationEntry(
                DomainPattern.parse(domain),
                ipAddressPreference,
                concurrentConnections,
                messagesPerConnection,
                recipients == null || minutes == null ? null : new RecipientLimit(recipients, minutes),
                limitType,
                limitApply,
                tls,
                dane,
                bounceVerification,
                bounceProfile,
                chunking);
    }

    long id() {
        return id == null ? 0 : id;
    }

    String domain() {
        return domain;
    }

    String changedBy() {
        return changedBy;
    }

    PolicyChange.@Nullable Kind pending() {
        return pending;
    }

    long version() {
        return version;
    }
}
