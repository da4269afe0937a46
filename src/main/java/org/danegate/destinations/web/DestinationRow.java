package org.danegate.destinations.web;

import java.util.List;
import java.util.function.Function;
import org.danegate.config.DestinationEdits;
import org.danegate.config.PolicyChange;
import org.danegate.config.PolicyObject;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.SettingType;
import org.jspecify.annotations.Nullable;

/// One line of the list, in words.
///
/// @param id null for Default
/// @param unicode the domain in its own script; null when that is the same
/// @param change class and word of the mark for an uncommitted change; null for none
/// @param cells one for each column, with a text for each of its settings
/// @param verifiable whether daneverify can be run for the domain
public record DestinationRow(
        @Nullable Long id,
        String domain,
        @Nullable String unicode,
        @Nullable String change,
        List<List<Cell>> cells,
        boolean verifiable) {

    /// @param style `inherited` when the value comes from Default
    public record Cell(String text, String style) {}

    static DestinationRow of(DestinationEdits.Stored stored, DestinationProfile d, DestinationWords words) {
        DestinationEntry e = stored.entry();
        DestinationProfile p = e.over(d);
        String domain = e.pattern().toString();
        String own = e.pattern().name().display();
        String unicode = domain.endsWith(own) ? null : (e.pattern().subdomains() ? "." : "") + own;
        PolicyChange.Kind pending = stored.pending();
        return new DestinationRow(
                stored.id(),
                domain,
                unicode,
                pending == null ? null : words.of("change." + pending.name()),
                cells(s -> new Cell(text(s, e, p, words), e.get(s) == null ? "inherited" : "")),
                !e.pattern().subdomains());
    }

    private static List<List<Cell>> cells(Function<DestinationSetting<?>, Cell> cell) {
        return DestinationColumns.SETTINGS.stream()
                .map(c -> c.stream().map(cell).toList())
                .toList();
    }

    private static String text(
            DestinationSetting<?> setting, DestinationEntry e, DestinationProfile p, DestinationWords words) {
        return switch (setting.group()) {
            case LIMITS -> words.limit(setting, p.get(setting));
            case DESTINATION -> words.own(setting, e.get(setting));
            default ->
                setting.type() instanceof SettingType.ProfileName
                        ? words.own(setting, e.get(setting))
                        : words.own(setting, e.get(setting), p.get(setting));
        };
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
        return new DestinationRow(
                null, words.of("default"), null, change, cells(s -> new Cell(words.limit(s, d.get(s)), "")), false);
    }
}
