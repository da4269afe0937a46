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

/// Which destination entries are asked for, in which order, and which page of them. It judges entries in memory, where
/// the working copy is anyway: what an entry comes to is said in one place, {@link DestinationEntry#over}.
///
/// @param domain part of the domain in either of its forms; empty for all
/// @param wanted what settings must have
/// @param pending entries that are not in force as they are
/// @param differs entries that give another value than Default's for something
/// @param sort effective values of that setting, those that inherit among the others; null for the domain
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

    /// Rows that a page may have at most.
    public static final int MOST = 500;

    public DestinationQuery {
        domain = DomainForms.sought(domain);
        wanted = new LinkedHashMap<>(wanted);
        page = Math.max(1, page);
        size = Math.clamp(size, 1, MOST);
    }

    /// What a setting must have.
    public sealed interface Wanted {

        /// No value of the entry's own.
        record Inherited() implements Wanted {}

        /// An effective value, that of Default included.
        record Value(Object value) implements Wanted {}
    }

    /// All entries by domain, the first page of 50.
    public static DestinationQuery all() {
        return new DestinationQuery("", Map.of(), false, false, null, false, 1, 50);
    }

    /// Whether every entry is asked for.
    public boolean isEverything() {
        return domain.isEmpty() && wanted.isEmpty() && !pending && !differs;
    }

    /// Whether an entry is asked for, whatever is pending.
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

    /// The order asked for.
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
