package org.danegate.config;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.danegate.address.DomainForms;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DestinationSetting;
import org.jspecify.annotations.Nullable;

/// Selects destination entries, their order and a page of them. It filters entries in memory, where the working copy is
/// anyway. Only {@link DestinationEntry#over} defines an entry's effective values.
///
/// @param domain part of the domain in either of its forms; empty for all
/// @param wanted required values of settings
/// @param pending whether to select only entries that differ from the policy in force
/// @param differs whether to select only entries with a value that differs from Default's
/// @param sort setting whose effective values give the order, inherited values included; null for the domain
/// @param page from 1
/// @param size rows of a page, 1 to 500
public record DestinationQuery(
        String domain,
        Map<DestinationSetting<?>, Wanted> wanted,
        boolean pending,
        boolean differs,
        @Nullable DestinationSetting<?> sort,
        boolean descending,
        int page,
        int size) {

    /// Most rows of a page.
    public static final int MOST = 500;

    public DestinationQuery {
        domain = DomainForms.sought(domain);
        wanted = new LinkedHashMap<>(wanted);
        page = Math.max(1, page);
        size = Math.clamp(size, 1, MOST);
    }

    /// The required value of a setting.
    public sealed interface Wanted {

        /// The entry has no value of its own.
        record Inherited() implements Wanted {}

        /// An effective value, including one inherited from Default.
        record Value(Object value) implements Wanted {}
    }

    /// All entries by domain, the first page of 50.
    public static DestinationQuery all() {
        return new DestinationQuery("", Map.of(), false, false, null, false, 1, 50);
    }

    /// Whether the query selects every entry.
    public boolean isEverything() {
        return domain.isEmpty() && wanted.isEmpty() && !pending && !differs;
    }

    /// Whether the query selects an entry, ignoring the filter for pending changes.
    boolean asksFor(DestinationEntry entry, DestinationProfile defaults) {
        return (domain.isEmpty() || DomainForms.contains(entry.pattern().toString(), domain))
                && (!differs || differs(entry, defaults))
                && (wanted.isEmpty() || has(entry, entry.over(defaults)));
    }

    private boolean has(DestinationEntry entry, DestinationProfile effective) {
        return wanted.entrySet().stream().allMatch(w -> switch (w.getValue()) {
            case Wanted.Inherited any -> entry.get(w.getKey()) == null;
            case Wanted.Value value -> effective.get(w.getKey()).equals(value.value());
        });
    }

    private static boolean differs(DestinationEntry entry, DestinationProfile defaults) {
        return DestinationSetting.all().stream()
                .anyMatch(s -> entry.get(s) != null && !Objects.equals(entry.get(s), defaults.get(s)));
    }

    /// The order of the entries.
    Comparator<DestinationEntry> order(DestinationProfile defaults) {
        Comparator<DestinationEntry> byDomain = Comparator.comparing(DestinationEntry::pattern);
        DestinationSetting<?> by = sort;
        if (by == null) {
            return descending ? byDomain.reversed() : byDomain;
        }
        Comparator<DestinationEntry> byValue = by(by, defaults);
        return (descending ? byValue.reversed() : byValue).thenComparing(byDomain);
    }

    private static <T> Comparator<DestinationEntry> by(DestinationSetting<T> setting, DestinationProfile defaults) {
        return Comparator.comparing(e -> e.over(defaults).get(setting), setting.type());
    }
}
