package org.danegate.policy.file;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.danegate.policy.BounceProfile;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.DestinationSettings;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.KeyExchange;
import org.danegate.policy.Policy;
import org.danegate.policy.PolicyValidation;
import org.danegate.policy.RecipientLimit;
import org.danegate.policy.SettingType;
import org.danegate.policy.TableColumn.Trait;
import org.danegate.policy.file.TableSections.Section;
import org.danegate.policy.file.TableSections.Value;
import org.danegate.wording.Fault;
import org.jspecify.annotations.Nullable;

/// Builds a table from the sections of a file; it records every fault with its line and continues.
final class DestinationTableReader {

    private static final String ENTRIES = "destinationControls.destinations[";

    private final List<Fault> faults = new ArrayList<>();
    private final Policy policy;
    private final DestinationTableFile.UnknownKeys unknown;
    private final SectionValues values;
    private final SectionRules rules = new SectionRules(faults);

    DestinationTableReader(Policy policy, DestinationTableFile.UnknownKeys unknown) {
        this.policy = policy;
        this.unknown = unknown;
        Set<String> profiles = new HashSet<>(Set.of(BounceProfile.DEFAULT_NAME));
        policy.bounceProfiles().forEach(p -> profiles.add(p.name()));
        this.values = new SectionValues(profiles, faults);
    }

    DestinationTableFile.Reading read(String text) {
        List<Section> sections = TableSections.of(text, faults);
        if (sections.size() > YamlBounds.MOST_ITEMS + 1) {
            return new DestinationTableFile.Reading(
                    null, List.of(TableRule.TOO_MANY.broken(1, sections.size() - 1, YamlBounds.MOST_ITEMS)), List.of());
        }
        List<Fault> leftOut = unknown == DestinationTableFile.UnknownKeys.LEFT_OUT ? withoutUnknownKeys() : List.of();
        DestinationControls table = table(sections);
        if (faults.isEmpty()) {
            policyRules(table, sections);
        }
        FaultLimit.apply(faults, TableRule.MORE::broken);
        return new DestinationTableFile.Reading(faults.isEmpty() ? table : null, faults, leftOut);
    }

    /// Removes the faults about unknown keys.
    ///
    /// @return them
    private List<Fault> withoutUnknownKeys() {
        List<Fault> leftOut =
                faults.stream().filter(TableRule.KEY_UNKNOWN::isBrokenBy).toList();
        faults.removeIf(TableRule.KEY_UNKNOWN::isBrokenBy);
        return leftOut;
    }

    private DestinationControls table(List<Section> sections) {
        Section first = sections.stream().filter(Section::isDefault).findFirst().orElse(null);
        DestinationProfile defaults = DestinationProfile.defaults();
        // The table file has no word for it.
        KeyExchange keyExchange = policy.destinationControls().global().keyExchange();
        DestinationControls.Global global = new DestinationControls.Global(null, false, keyExchange);
        if (first == null) {
            faults.add(TableRule.NO_DEFAULT.broken(1));
        } else {
            defaults = defaults(first);
            global = new DestinationControls.Global(
                    values.text(first, TableKeys.CERTIFICATE), values.isOn(first, TableKeys.ALERT), keyExchange);
        }
        return new DestinationControls(defaults, entries(sections, defaults), global);
    }

    private List<DestinationEntry> entries(List<Section> sections, DestinationProfile defaults) {
        List<DestinationEntry> entries = new ArrayList<>();
        for (Section section : sections) {
            DomainPattern domain = section.domain();
            if (domain != null) {
                entries.add(entry(section, domain, defaults));
            }
        }
        entries.sort(Comparator.comparing(DestinationEntry::pattern));
        return entries;
    }

    private DestinationProfile defaults(Section s) {
        rules.keysOfDefault(s);
        DestinationSettings read = DestinationSettings.factory()
                .withValue(
                        DestinationSetting.BOUNCE_PROFILE,
                        policy.destinationControls().defaultProfile().bounceProfile());
        for (DestinationSetting<?> setting : DestinationSetting.all()) {
            Object value = setting.type() instanceof SettingType.Rate rate
                    ? values.limit(s, setting, rate, RecipientLimit.NONE)
                    : values.value(s, setting);
            read = value == null ? read : read.withValue(setting, value);
        }
        DestinationProfile profile = new DestinationProfile(read);
        rules.daneNeedsTls(s, profile);
        return profile;
    }

    private DestinationEntry entry(Section s, DomainPattern domain, DestinationProfile defaults) {
        rules.keysOfEntry(s);
        boolean limited = TableKeys.limits().stream().anyMatch(s.values()::containsKey);
        DestinationSettings own = DestinationSettings.NONE;
        for (DestinationSetting<?> setting : DestinationSetting.all()) {
            Object value = setting.type() instanceof SettingType.Rate rate
                    ? values.limit(s, setting, rate, null)
                    : values.value(s, setting);
            boolean follows = limited && follows(s, setting, value, defaults);
            own = own.withValue(setting, follows ? null : value);
        }
        DestinationEntry entry = new DestinationEntry(domain, own);
        rules.daneNeedsTls(s, entry.over(defaults));
        return entry;
    }

    /// Some keys are always required next to a limit; a number equal to Default's value sets no value of its own.
    private static boolean follows(
            Section s, DestinationSetting<?> setting, @Nullable Object given, DestinationProfile inherited) {
        Value value = s.values().get(setting.table().keys().getFirst());
        return value != null
                && setting.table().traits().contains(Trait.BESIDE_LIMITS)
                && inherited.get(setting).equals(given)
                && Character.isDigit(value.text().charAt(0));
    }

    /// Faults that the rules of the policy find and the format cannot.
    private void policyRules(DestinationControls table, List<Section> sections) {
        Map<DomainPattern, Integer> lines = new HashMap<>();
        for (Section section : sections) {
            DomainPattern domain = section.domain();
            if (domain != null) {
                lines.put(domain, section.line());
            }
        }
        PolicyValidation.validate(policy.with(table)).stream()
                .filter(fault -> fault.isError() && fault.field().startsWith("destinationControls."))
                .map(fault -> fault.onLine(line(fault.field(), table, lines)))
                .forEach(faults::add);
    }

    /// The line of the section that a field of the policy is from; 1 for a field of `[DEFAULT]`.
    private static int line(String field, DestinationControls table, Map<DomainPattern, Integer> lines) {
        if (!field.startsWith(ENTRIES)) {
            return 1;
        }
        int index = Integer.parseInt(field.substring(ENTRIES.length(), field.indexOf(']')));
        return lines.getOrDefault(table.entries().get(index).pattern(), 1);
    }
}
