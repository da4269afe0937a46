package org.danegate.config;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.Map;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationSettings;
import org.danegate.policy.DomainPattern;
import org.jspecify.annotations.Nullable;

/// A destination entry of the working copy.
@Entity
@Table(name = "working_destination")
class WorkingDestination {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @Column(nullable = false)
    private String domain = "";

    /// Own values by the keys of their settings; a setting without a value uses Default.
    @Convert(converter = SettingTexts.class)
    @Column(nullable = false)
    private Map<String, String> settings = Map.of();

    /// How the entry differs from the policy in force; null when it does not.
    @Enumerated(EnumType.STRING)
    private PolicyChange.@Nullable Kind pending;

    @Column(name = "changed_by", nullable = false)
    private String changedBy = "";

    @Version
    private long version;

    /// For JPA.
    protected WorkingDestination() {}

    /// @param inForce the entry for the same domain in the policy in force, null when there is none
    WorkingDestination(DestinationEntry entry, @Nullable DestinationEntry inForce, String user) {
        take(entry, inForce, user);
    }

    /// Takes every value from an entry.
    void take(DestinationEntry e, @Nullable DestinationEntry inForce, String user) {
        domain = e.pattern().toString();
        settings = e.own().texts();
        changedBy = user;
        pending = compared(e, inForce);
    }

    /// Records how the entry differs from the policy in force.
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
        return new DestinationEntry(DomainPattern.parse(domain), DestinationSettings.parse(settings));
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
