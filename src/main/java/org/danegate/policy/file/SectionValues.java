package org.danegate.policy.file;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.danegate.address.OutsideText;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.RecipientLimit;
import org.danegate.policy.SettingType;
import org.danegate.policy.file.TableSections.Section;
import org.danegate.policy.file.TableSections.Value;
import org.danegate.wording.Fault;
import org.jspecify.annotations.Nullable;

/// Reads the values in the sections of a destination table file; it records every fault with its line.
final class SectionValues {

    /// The most characters of a name, as on the form.
    private static final int LONGEST_NAME = 320;

    private final Set<String> bounceProfiles;
    private final List<Fault> faults;

    /// @param bounceProfiles names that a section may have
    /// @param faults faults are added here
    SectionValues(Set<String> bounceProfiles, List<Fault> faults) {
        this.bounceProfiles = bounceProfiles;
        this.faults = faults;
    }

    /// The value of a setting that has one key; null when the section has none, or a faulty one.
    @Nullable
    Object value(Section s, DestinationSetting<?> setting) {
        String key = setting.table().keys().getFirst();
        return switch (setting.type()) {
            case SettingType.Count count -> number(s, key, count);
            case SettingType.ProfileName any -> bounceProfile(s, key);
            default -> word(s, key, setting.table().words());
        };
    }

    /// The value of a setting that has a key for each of its two numbers.
    ///
    /// @param otherwise the value used for a missing number; null when both are needed
    @Nullable
    RecipientLimit limit(
            Section s, DestinationSetting<?> setting, SettingType.Rate rate, @Nullable RecipientLimit otherwise) {
        Integer minutes = number(s, setting.table().keys().getFirst(), rate.minutes());
        Integer recipients = number(s, setting.table().keys().getLast(), rate.recipients());
        if (otherwise == null) {
            return recipients == null || minutes == null ? null : new RecipientLimit(recipients, minutes);
        }
        return new RecipientLimit(
                recipients == null ? otherwise.recipients() : recipients,
                minutes == null ? otherwise.minutes() : minutes);
    }

    private @Nullable String bounceProfile(Section s, String key) {
        Value value = s.values().get(key);
        if (value == null) {
            return null;
        }
        if (!bounceProfiles.contains(value.text())) {
            faults.add(TableRule.BOUNCE_PROFILE.broken(value.line(), value.text()));
        }
        return value.text();
    }

    @Nullable
    String text(Section s, String key) {
        Value value = s.values().get(key);
        if (value == null || value.text().isEmpty()) {
            return null;
        }
        if (value.text().length() > LONGEST_NAME || !OutsideText.isHarmless(value.text())) {
            faults.add(TableRule.NAME.broken(value.line(), key, LONGEST_NAME));
        }
        return value.text().strip();
    }

    /// Whether a key is present whose word says on.
    boolean isOn(Section s, String key) {
        return Boolean.TRUE.equals(word(s, key, TableKeys.SWITCHES));
    }

    private <T> @Nullable T word(Section s, String key, Map<String, T> words) {
        Value value = s.values().get(key);
        if (value == null) {
            return null;
        }
        for (Map.Entry<String, T> word : words.entrySet()) {
            if (word.getKey().equalsIgnoreCase(value.text())) {
                return word.getValue();
            }
        }
        faults.add(TableRule.VALUE.broken(value.line(), key, value.text(), String.join(", ", words.keySet())));
        return null;
    }

    private @Nullable Integer number(Section s, String key, SettingType.Count range) {
        Value value = s.values().get(key);
        if (value == null) {
            return null;
        }
        try {
            int number = TableText.number(value.text());
            if (number >= range.least() && number <= range.most()) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below, like a number out of range.
        }
        String allowed = String.format(Locale.ROOT, "%d-%d", range.least(), range.most());
        faults.add(TableRule.RANGE.broken(value.line(), key, value.text(), allowed));
        return null;
    }
}
