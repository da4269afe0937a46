package org.danegate.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.danegate.address.DomainName;
import org.danegate.address.MailDestination;
import org.jspecify.annotations.Nullable;

/// The Destination Control Table: the Default profile, the entries, and the global settings.
///
/// @param exceptions exceptions from DANE Support, by domain; they are no part of the configuration and are only in the
///     table that is in force
public record DestinationControls(
        DestinationProfile defaultProfile,
        List<DestinationEntry> entries,
        Global global,
        Map<DomainName, DaneException> exceptions) {

    public DestinationControls {
        entries = DomainTable.of(entries, DestinationEntry::pattern);
        exceptions = Map.copyOf(exceptions);
    }

    /// A table without exceptions.
    public DestinationControls(DestinationProfile defaultProfile, List<DestinationEntry> entries, Global global) {
        this(defaultProfile, entries, global, Map.of());
    }

    /// The same table with these exceptions and no others.
    public DestinationControls with(Map<DomainName, DaneException> others) {
        return new DestinationControls(defaultProfile, entries, global, others);
    }

    /// Default profile only.
    public static DestinationControls defaults() {
        return new DestinationControls(DestinationProfile.defaults(), List.of(), new Global(null, false));
    }

    /// Settings for all destinations.
    ///
    /// @param certificate name of the client certificate, null for none
    /// @param alertOnRequiredTlsFailure whether a failed required TLS connection raises an alert
    /// @param keyExchange how TLS agrees on keys, also on listeners
    public record Global(@Nullable String certificate, boolean alertOnRequiredTlsFailure, KeyExchange keyExchange) {

        /// With a hybrid key exchange where there is one.
        public Global(@Nullable String certificate, boolean alertOnRequiredTlsFailure) {
            this(certificate, alertOnRequiredTlsFailure, KeyExchange.PREFER_HYBRID);
        }
    }

    /// A profile as it applies to one destination, with the entry it came from.
    ///
    /// @param entry the matching entry, null when only the Default profile applies
    /// @param exception the exception that lowers DANE Support; null when none does
    public record Effective(
            DestinationProfile profile,
            @Nullable DestinationEntry entry,
            @Nullable DaneException exception) {

        private Effective under(@Nullable DaneException other) {
            return other == null || other.support().compareTo(profile.dane()) >= 0
                    ? this
                    : new Effective(profile.with(DestinationSetting.DANE, other.support()), entry, other);
        }
    }

    /// The same table with DANE Support None for a domain: in the domain's own entry, which is created
    /// when missing.
    ///
    /// @param domain null for the Default profile
    public DestinationControls withoutDane(@Nullable DomainPattern domain) {
        if (domain == null) {
            return new DestinationControls(defaultProfile.withoutDane(), entries, global, exceptions);
        }
        List<DestinationEntry> others = new ArrayList<>(entries);
        DestinationEntry known = entries.stream()
                .filter(e -> e.pattern().equals(domain))
                .findFirst()
                .orElse(DestinationEntry.of(domain));
        others.removeIf(e -> e.pattern().equals(domain));
        others.add(known.withoutDane());
        return new DestinationControls(defaultProfile, others, global, exceptions);
    }

    /// The same table with another value for a setting of one domain: in its own entry. An entry that is missing is
    /// made
    /// as a copy of the one that applied to the domain so far, so that nothing else changes for it.
    ///
    /// @param value null to use Default
    public <T> DestinationControls withOwn(DomainName domain, DestinationSetting<T> setting, @Nullable T value) {
        DomainPattern pattern = new DomainPattern(domain, false);
        DestinationEntry applied = effectiveFor(domain).entry();
        DestinationEntry own =
                applied == null ? DestinationEntry.of(pattern) : new DestinationEntry(pattern, applied.own());
        List<DestinationEntry> others = new ArrayList<>(entries);
        others.removeIf(entry -> entry.pattern().equals(pattern));
        others.add(own.with(setting, value));
        return new DestinationControls(defaultProfile, others, global, exceptions);
    }

    /// Whether mail to any destination may go out with a tagged sender, which identifies its bounces.
    public boolean tagsAnySender() {
        return defaultProfile.bounceVerification()
                || entries.stream().anyMatch(e -> Boolean.TRUE.equals(e.get(DestinationSetting.BOUNCE_VERIFICATION)));
    }

    /// What applies to a destination; an address literal has the Default profile.
    public Effective effectiveFor(MailDestination destination) {
        return switch (destination) {
            case MailDestination.Domain domain -> effectiveFor(domain.name());
            case MailDestination.Literal literal -> effective(null);
        };
    }

    /// Matches exact, then the longest `.suffix`, then Default; an exception may lower DANE Support.
    public Effective effectiveFor(DomainName domain) {
        return effective(DomainTable.of(entries, DestinationEntry::pattern)
                        .find(domain)
                        .orElse(null))
                .under(exceptions.get(domain));
    }

    /// The effective profile of an entry of this table, without exceptions.
    ///
    /// @param entry null for the Default profile
    public Effective effective(@Nullable DestinationEntry entry) {
        return new Effective(entry == null ? defaultProfile : entry.over(defaultProfile), entry, null);
    }
}
