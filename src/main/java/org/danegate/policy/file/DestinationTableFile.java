package org.danegate.policy.file;

import java.util.List;
import java.util.Set;
import org.danegate.policy.BounceProfile;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.Policy;
import org.danegate.policy.RecipientLimit;
import org.danegate.policy.SettingType;
import org.danegate.policy.TableColumn;
import org.danegate.policy.TableColumn.Trait;
import org.danegate.wording.Fault;
import org.jspecify.annotations.Nullable;

/// The Destination Control Table in the appliance's export and import format: a section `[DEFAULT]` and one for each
/// domain (esa-webui.md 1.7). Reading ignores the case of keys and words.
public final class DestinationTableFile {

    private DestinationTableFile() {}

    /// The result of reading.
    ///
    /// @param table null when there are faults
    /// @param faults all of them, in the order of lines
    /// @param leftOut lines with unknown keys that were left out on request
    public record Reading(@Nullable DestinationControls table, List<Fault> faults, List<Fault> leftOut) {
        public Reading {
            faults = List.copyOf(faults);
            leftOut = List.copyOf(leftOut);
        }

        /// Whether unknown keys, such as those of a newer appliance, are the only faults: the table can be read
        /// without them.
        public boolean onlyUnknownKeys() {
            return !faults.isEmpty() && faults.stream().allMatch(f -> TableRule.KEY_UNKNOWN.isBrokenBy(f));
        }
    }

    /// How to treat unknown keys.
    public enum UnknownKeys {
        /// They are faults.
        REFUSED,
        /// Their lines are left out and reported.
        LEFT_OUT
    }

    /// Reads a table for use in a policy.
    ///
    /// @param policy has the bounce profiles that entries may name; its Default entry keeps its bounce profile,
    ///     because the format has no place for it
    public static Reading read(String text, Policy policy) {
        return read(text, policy, UnknownKeys.REFUSED);
    }

    /// As above.
    ///
    /// @param unknown how to treat unknown keys
    public static Reading read(String text, Policy policy, UnknownKeys unknown) {
        return ApplianceConfiguration.recognised(text)
                ? new Reading(null, List.of(TableRule.CONFIGURATION.broken(1)), List.of())
                : new DestinationTableReader(policy, unknown).read(text);
    }

    /// Writes a table, entries in their order.
    public static String write(DestinationControls table) {
        StringBuilder text = new StringBuilder("# Destination Control Table\n");
        defaults(text, table);
        table.entries().forEach(e -> entry(text, e, table.defaultProfile()));
        return text.toString();
    }

    private static void defaults(StringBuilder text, DestinationControls table) {
        DestinationProfile d = table.defaultProfile();
        if (!d.bounceProfile().equals(BounceProfile.DEFAULT_NAME)) {
            text.append("# The bounce profile of Default is ")
                    .append(d.bounceProfile())
                    .append("; [DEFAULT] has no key for it.\n");
        }
        text.append("\n[DEFAULT]\n");
        for (DestinationSetting<?> setting : DestinationSetting.inTableOrder()) {
            byDefault(text, setting, d);
        }
        line(text, TableKeys.ALERT, switched(table.global().alertOnRequiredTlsFailure()));
        name(text, TableKeys.CERTIFICATE, table.global().certificate());
    }

    /// Leaves out an optional key whose value is the format's default.
    private static <T> void byDefault(StringBuilder text, DestinationSetting<T> setting, DestinationProfile d) {
        T value = d.get(setting);
        Set<Trait> traits = setting.table().traits();
        boolean said = traits.contains(Trait.NEEDED_IN_DEFAULT) || !value.equals(setting.factory());
        if (said && !traits.contains(Trait.ONLY_IN_ENTRIES)) {
            value(text, setting, value);
        }
    }

    private static void entry(StringBuilder text, DestinationEntry e, DestinationProfile d) {
        text.append("\n[").append(e.pattern()).append("]\n");
        boolean limited = DestinationSetting.all().stream()
                .anyMatch(s -> s.table().traits().contains(Trait.LIMIT) && e.get(s) != null);
        for (DestinationSetting<?> setting : DestinationSetting.inTableOrder()) {
            own(text, setting, e, limited ? d : null);
        }
    }

    /// The format demands some keys next to a limit, also when the entry follows Default. The number says that it
    /// follows Default; the word says that the value is the entry's own. Both mean the same to the appliance.
    private static <T> void own(
            StringBuilder text,
            DestinationSetting<T> setting,
            DestinationEntry e,
            @Nullable DestinationProfile beside) {
        T own = e.get(setting);
        if (own != null) {
            value(text, setting, own);
        } else if (beside != null && setting.table().traits().contains(Trait.BESIDE_LIMITS)) {
            line(text, setting.table().keys().getFirst(), setting.table().digit(beside.get(setting)));
        }
    }

    private static <T> void value(StringBuilder text, DestinationSetting<T> setting, T value) {
        TableColumn<T> table = setting.table();
        String key = table.keys().getFirst();
        switch (setting.type()) {
            case SettingType.Rate any
            when value instanceof RecipientLimit limit -> {
                line(text, key, limit.minutes());
                line(text, table.keys().getLast(), limit.recipients());
            }
            case SettingType.ProfileName any -> name(text, key, setting.type().text(value));
            case SettingType.Count any -> line(text, key, value);
            default -> line(text, key, table.word(value));
        }
    }

    private static String switched(boolean on) {
        return DestinationSetting.CHUNKING.table().word(on);
    }

    private static void name(StringBuilder text, String key, @Nullable String name) {
        if (name != null) {
            line(text, key, TableText.written(name));
        }
    }

    private static void line(StringBuilder text, String key, Object value) {
        text.append(key).append(" = ").append(value).append('\n');
    }
}
