package org.danegate.policy.file;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.danegate.address.OutsideText;
import org.danegate.policy.BounceProfile;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.DestinationSettings;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.Policy;
import org.danegate.policy.PolicyValidation;
import org.danegate.policy.RecipientLimit;
import org.danegate.policy.SettingType;
import org.danegate.policy.TableColumn.Trait;
import org.danegate.policy.TlsSupport;
import org.danegate.policy.file.TableSections.Section;
import org.danegate.policy.file.TableSections.Value;
import org.danegate.wording.Fault;
import org.jspecify.annotations.Nullable;

/// Builds a table from the sections of a file; it records every fault with its line and continues.
final class DestinationTableReader {

    private static final String ENTRIES = "destinationControls.destinations[";

    /// The most characters of a name, as on the form.
    private static final int LONGEST_NAME = 320;

    private final List<Fault> faults = new ArrayList<>();
    private final Policy policy;
    private final DestinationTableFile.UnknownKeys unknown;
    private final Set<String> profiles = new HashSet<>(Set.of(BounceProfile.DEFAULT_NAME));

    DestinationTableReader(Policy policy, DestinationTableFile.UnknownKeys unknown) {
        this.policy = policy;
        this.unknown = unknown;
        policy.bounceProfiles().forEach(p -> profiles.add(p.name()));
    }

    DestinationTableFile.Reading read(String text) {
        List<Section> sections = TableSections.of(text, faults);
        if (sections.size() > YamlBounds.MOST_ITEMS + 1) {
            return new DestinationTableFile.Reading(
                    null, List.of(TableRule.TOO_MANY.broken(1, sections.size() - 1, YamlBounds.MOST_ITEMS)), List.of());
        }
        List<Fault> leftOut = List.of();
        if (unknown == DestinationTableFile.UnknownKeys.LEFT_OUT) {
            leftOut = faults.stream()
                    .filter(f -> TableRule.KEY_UNKNOWN.isBrokenBy(f))
                    .toList();
            faults.removeIf(f -> TableRule.KEY_UNKNOWN.isBrokenBy(f));
        }
        Section first = sections.stream().filter(Section::isDefault).findFirst().orElse(null);
        DestinationProfile defaults = DestinationProfile.defaults();
        DestinationControls.Global global = new DestinationControls.Global(null, false);
        if (first == null) {
            faults.add(TableRule.NO_DEFAULT.broken(1));
        } else {
            defaults = defaults(first);
            global = new DestinationControls.Global(text(first, TableKeys.CERTIFICATE), isOn(first));
        }
        Map<DomainPattern, Section> lines = new HashMap<>();
        List<DestinationEntry> entries = new ArrayList<>();
        for (Section section : sections) {
            DomainPattern domain = section.domain();
            if (domain != null) {
                lines.put(domain, section);
                entries.add(entry(section, domain, defaults));
            }
        }
        entries.sort(Comparator.comparing(DestinationEntry::pattern));
        DestinationControls table = new DestinationControls(defaults, entries, global);
        if (faults.isEmpty()) {
            rules(table, lines);
        }
        faults.sort(Comparator.comparingInt(Fault::line));
        int rest = faults.size() - PolicyFile.MOST_FAULTS;
        if (rest > 0) {
            faults.subList(PolicyFile.MOST_FAULTS, faults.size()).clear();
            faults.add(TableRule.MORE.broken(faults.getLast().line(), rest));
        }
        return new DestinationTableFile.Reading(faults.isEmpty() ? table : null, faults, leftOut);
    }

    private DestinationProfile defaults(Section s) {
        for (String key : TableKeys.with(Trait.NEEDED_IN_DEFAULT)) {
            if (!s.values().containsKey(key)) {
                faults.add(TableRule.MISSING.broken(s.line(), key));
            }
        }
        List<String> limit = DestinationSetting.RECIPIENT_LIMIT.table().keys();
        companion(s, limit.getLast(), limit.getFirst());
        DestinationSettings read = DestinationSettings.factory()
                .withValue(
                        DestinationSetting.BOUNCE_PROFILE,
                        policy.destinationControls().defaultProfile().bounceProfile());
        for (DestinationSetting<?> setting : DestinationSetting.all()) {
            Object value = setting.type() instanceof SettingType.Rate rate
                    ? limit(s, setting, rate, RecipientLimit.NONE)
                    : value(s, setting);
            read = value == null ? read : read.withValue(setting, value);
        }
        DestinationProfile profile = new DestinationProfile(read);
        daneNeedsTls(s, profile);
        return profile;
    }

    private DestinationEntry entry(Section s, DomainPattern domain, DestinationProfile defaults) {
        companions(s);
        boolean limited = TableKeys.limits().stream().anyMatch(s.values()::containsKey);
        DestinationSettings own = DestinationSettings.NONE;
        for (DestinationSetting<?> setting : DestinationSetting.all()) {
            Object value =
                    setting.type() instanceof SettingType.Rate rate ? limit(s, setting, rate, null) : value(s, setting);
            boolean follows = limited && follows(s, setting, value, defaults);
            own = own.withValue(setting, follows ? null : value);
        }
        DestinationEntry entry = new DestinationEntry(domain, own);
        daneNeedsTls(s, entry.over(defaults));
        return entry;
    }

    private @Nullable Object value(Section s, DestinationSetting<?> setting) {
        String key = setting.table().keys().getFirst();
        return switch (setting.type()) {
            case SettingType.Count count -> number(s, key, count);
            case SettingType.ProfileName any -> bounceProfile(s, key);
            default -> word(s, key, setting.table().words());
        };
    }

    /// @param otherwise the value used for a missing number; null when both are needed
    private @Nullable RecipientLimit limit(
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

    /// Some keys are always required next to a limit; a number equal to Default's value sets no value of its own.
    private static boolean follows(
            Section s, DestinationSetting<?> setting, @Nullable Object given, DestinationProfile inherited) {
        Value value = s.values().get(setting.table().keys().getFirst());
        return value != null
                && setting.table().traits().contains(Trait.BESIDE_LIMITS)
                && inherited.get(setting).equals(given)
                && Character.isDigit(value.text().charAt(0));
    }

    private void companions(Section s) {
        for (String limit : TableKeys.limits()) {
            for (String needed : TableKeys.with(Trait.BESIDE_LIMITS)) {
                companion(s, limit, needed);
            }
        }
        List<String> limit = DestinationSetting.RECIPIENT_LIMIT.table().keys();
        companion(s, limit.getLast(), limit.getFirst());
        companion(s, limit.getFirst(), limit.getLast());
    }

    private void companion(Section s, String key, String needed) {
        Value value = s.values().get(key);
        if (value != null && !s.values().containsKey(needed)) {
            faults.add(TableRule.COMPANION.broken(value.line(), key, needed));
        }
    }

    private @Nullable String bounceProfile(Section s, String key) {
        Value value = s.values().get(key);
        if (value == null) {
            return null;
        }
        if (!profiles.contains(value.text())) {
            faults.add(TableRule.BOUNCE_PROFILE.broken(value.line(), value.text()));
        }
        return value.text();
    }

    private void daneNeedsTls(Section s, DestinationProfile profile) {
        if (profile.tls() == TlsSupport.NONE && profile.dane() != DaneSupport.NONE) {
            Value value = s.values().get(DestinationSetting.DANE.table().keys().getFirst());
            faults.add(TableRule.DANE_WITHOUT_TLS.broken(value == null ? s.line() : value.line()));
        }
    }

    private @Nullable String text(Section s, String key) {
        Value value = s.values().get(key);
        if (value == null || value.text().isEmpty()) {
            return null;
        }
        if (value.text().length() > LONGEST_NAME || !OutsideText.isHarmless(value.text())) {
            faults.add(TableRule.NAME.broken(value.line(), key, LONGEST_NAME));
        }
        return value.text().strip();
    }

    private boolean isOn(Section s) {
        return Boolean.TRUE.equals(word(s, TableKeys.ALERT, TableKeys.SWITCHES));
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

    /// Faults that the rules of the policy find and the format cannot.
    private void rules(DestinationControls table, Map<DomainPattern, Section> lines) {
        for (Fault v : PolicyValidation.validate(policy.with(table))) {
            if (v.isError() && v.field().startsWith("destinationControls.")) {
                int line = 1;
                if (v.field().startsWith(ENTRIES)) {
                    String index =
                            v.field().substring(ENTRIES.length(), v.field().indexOf(']'));
                    Section section = lines.get(
                            table.entries().get(Integer.parseInt(index)).pattern());
                    line = section == null ? 1 : section.line();
                }
                faults.add(v.onLine(line));
            }
        }
    }
}
