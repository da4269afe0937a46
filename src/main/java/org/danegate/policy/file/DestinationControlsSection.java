package org.danegate.policy.file;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.DestinationSettings;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.KeyExchange;
import org.danegate.policy.RecipientLimit;
import org.danegate.policy.SettingType;
import org.jspecify.annotations.Nullable;

/// The section `destinationControls` of a policy file: the Default entry, the destinations and their global settings.
final class DestinationControlsSection {

    private static final List<String> KEYS = List.of("default", "destinations", "global");
    private static final List<String> GLOBAL = List.of("certificate", "alertOnRequiredTlsFailure", "keyExchange");

    private static final List<String> SETTINGS =
            DestinationSetting.all().stream().map(DestinationSetting::key).toList();

    private static final List<String> ENTRY =
            Stream.concat(Stream.of("domain"), SETTINGS.stream()).toList();

    private DestinationControlsSection() {}

    static DestinationControls read(YamlMap root) {
        YamlMap map = root.map("destinationControls", KEYS);
        if (map == null) {
            return DestinationControls.defaults();
        }
        YamlMap global = map.map("global", GLOBAL);
        return new DestinationControls(
                defaultProfile(map),
                map.maps("destinations", List.of(), DestinationControlsSection::entry, ENTRY),
                global == null
                        ? new DestinationControls.Global(null, false)
                        : new DestinationControls.Global(
                                global.text("certificate"),
                                global.truth("alertOnRequiredTlsFailure", false),
                                global.word("keyExchange", KeyExchange.PREFER_HYBRID)));
    }

    private static DestinationProfile defaultProfile(YamlMap controls) {
        YamlMap map = controls.map("default", SETTINGS);
        return map == null
                ? DestinationProfile.defaults()
                : new DestinationProfile(settings(map).over(DestinationSettings.factory()));
    }

    private static @Nullable DestinationEntry entry(YamlMap map) {
        if (map.lacks("domain")) {
            return null;
        }
        DomainPattern pattern = map.pattern("domain");
        return pattern == null ? null : new DestinationEntry(pattern, settings(map));
    }

    private static DestinationSettings settings(YamlMap map) {
        DestinationSettings settings = DestinationSettings.NONE;
        for (DestinationSetting<?> setting : DestinationSetting.all()) {
            Object value = value(map, setting);
            settings = value == null ? settings : settings.withValue(setting, value);
        }
        return settings;
    }

    private static @Nullable Object value(YamlMap map, DestinationSetting<?> setting) {
        return switch (setting.type()) {
            case SettingType.Words<?> words -> map.word(setting.key(), words.type());
            case SettingType.Count any -> map.number(setting.key());
            case SettingType.Truth any -> map.truth(setting.key());
            case SettingType.ProfileName any -> map.text(setting.key());
            case SettingType.Rate any -> recipientLimit(map, setting.key());
        };
    }

    private static @Nullable RecipientLimit recipientLimit(YamlMap profile, String key) {
        YamlMap map = profile.map(key, SettingType.Rate.PARTS);
        RecipientLimit otherwise = RecipientLimit.NONE;
        return map == null
                ? null
                : new RecipientLimit(
                        map.number(SettingType.Rate.PARTS.getFirst(), otherwise.recipients()),
                        map.number(SettingType.Rate.PARTS.getLast(), otherwise.minutes()));
    }

    static Map<String, Object> tree(DestinationControls controls) {
        DestinationControls.Global global = controls.global();
        return FileTree.map(
                "default", controls.defaultProfile().values().tree(),
                "destinations", FileTree.list(controls.entries(), DestinationControlsSection::tree),
                "global",
                        FileTree.map(
                                "certificate", global.certificate(),
                                "alertOnRequiredTlsFailure", global.alertOnRequiredTlsFailure(),
                                "keyExchange", global.keyExchange().name()));
    }

    /// One destination entry; keys that use Default are left out.
    static Map<String, Object> tree(DestinationEntry e) {
        Map<String, Object> map = FileTree.map("domain", e.pattern().toString());
        map.putAll(e.own().tree());
        return map;
    }
}
