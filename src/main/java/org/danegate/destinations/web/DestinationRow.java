package org.danegate.destinations.web;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.danegate.config.DestinationEdits;
import org.danegate.config.PolicyChange;
import org.danegate.config.PolicyObject;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DestinationSetting;
import org.jspecify.annotations.Nullable;

/// One line of the list, in words.
///
/// @param id null for Default
/// @param unicode the domain in its own script; null when that is the same
/// @param change class and word of the mark for an uncommitted change; null for none
/// @param cells one for each column
/// @param verifiable whether daneverify can be run for the domain
public record DestinationRow(
        @Nullable Long id,
        String domain,
        @Nullable String unicode,
        @Nullable String change,
        List<Cell> cells,
        boolean verifiable) {

    /// What a column says of the entry.
    ///
    /// @param parts one for each setting of the column
    /// @param full the same in whole words, with what is inherited: `500 concurrent connections (inherited), …`
    public record Cell(List<Part> parts, String full) {}

    /// The value that applies.
    ///
    /// @param text short: `500`, `∞`, `Preferred`
    /// @param inherited whether it comes from Default
    public record Part(String text, boolean inherited) {}

    static DestinationRow of(DestinationEdits.Stored stored, DestinationProfile d, DestinationWords words) {
        DestinationEntry e = stored.entry();
        String domain = e.pattern().toString();
        String own = e.pattern().name().display();
        String unicode = domain.endsWith(own) ? null : (e.pattern().subdomains() ? "." : "") + own;
        PolicyChange.Kind pending = stored.pending();
        return new DestinationRow(
                stored.id(),
                domain,
                unicode,
                pending == null ? null : words.of("change." + pending.name()),
                cells(e.over(d), s -> e.get(s) == null, words),
                !e.pattern().subdomains());
    }

    private static List<Cell> cells(
            DestinationProfile applies, Predicate<DestinationSetting<?>> inherited, DestinationWords words) {
        return DestinationColumns.SETTINGS.stream()
                .map(column -> new Cell(
                        column.stream()
                                .map(s -> new Part(words.brief(s, applies.get(s)), inherited.test(s)))
                                .toList(),
                        column.stream()
                                .map(s -> full(s, applies.get(s), inherited.test(s), words))
                                .collect(Collectors.joining(", "))))
                .toList();
    }

    private static String full(DestinationSetting<?> setting, Object value, boolean inherited, DestinationWords words) {
        String text = words.limit(setting, value);
        return inherited ? words.of("inherited.of", text) : text;
    }

    /// The row of Default.
    ///
    /// @param changes differences from the policy in force
    static DestinationRow ofDefault(DestinationProfile d, List<PolicyChange> changes, DestinationWords words) {
        String change = changes.stream()
                .filter(c -> c.object().kind() == PolicyObject.Kind.DEFAULT_DESTINATION)
                .map(c -> words.of("change." + c.kind().name()))
                .findFirst()
                .orElse(null);
        return new DestinationRow(null, words.of("default"), null, change, cells(d, s -> false, words), false);
    }
}
