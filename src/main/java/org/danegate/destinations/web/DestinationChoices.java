package org.danegate.destinations.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.danegate.policy.BounceProfile;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.DestinationSetting.Group;
import org.danegate.policy.Policy;
import org.danegate.policy.SettingType;
import org.jspecify.annotations.Nullable;

/// The choices of the destination form, in the seed's words: "Default (Preferred)" first, but not on the Default entry;
/// on the form for many entries "Leave as it is" before that.
final class DestinationChoices {

    /// The value that means "use Default" on forms where an empty value leaves a field as it is.
    static final String USE_DEFAULT = "DEFAULT";

    private final DestinationProfile defaults;
    private final Kind kind;
    private final Map<String, String> profiles = new LinkedHashMap<>();
    private final DestinationWords words;

    /// Which form the choices are for.
    enum Kind {
        ENTRY,
        DEFAULT,
        MANY
    }

    DestinationChoices(Policy policy, Kind kind, DestinationWords words) {
        this.defaults = policy.destinationControls().defaultProfile();
        this.kind = kind;
        this.words = words;
        policy.bounceProfiles().forEach(p -> profiles.put(p.name(), p.name()));
        profiles.putIfAbsent(BounceProfile.DEFAULT_NAME, BounceProfile.DEFAULT_NAME);
    }

    /// A part of the form.
    ///
    /// @param name of its {@link Group}, in small letters
    public record Part(String name, String title, List<Field> fields) {}

    /// A setting on the form.
    ///
    /// @param path name of its first field
    /// @param shape how it is drawn: `radios`, `list`, `number` or `rate`
    /// @param label without the colon that forms end it with
    /// @param choices value to text, in order; empty for numbers
    /// @param inherited the value of Default, for "Use Default (500)"; null on the Default entry
    public record Field(
            String path,
            String shape,
            String label,
            String hint,
            Map<String, String> choices,
            @Nullable String inherited) {}

    /// The parts of the form, in its order.
    List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        for (Group group : Group.values()) {
            String name = group.name().toLowerCase(Locale.ROOT);
            List<Field> fields = group.settings().stream().map(this::field).toList();
            parts.add(new Part(name, words.of("group." + group.name()), fields));
        }
        return parts;
    }

    private Field field(DestinationSetting<?> setting) {
        Object inherited = defaults.get(setting);
        return new Field(
                TypedSettings.fields(setting).getFirst(),
                shape(setting),
                words.label(setting),
                words.hint(setting),
                choices(setting, inherited),
                kind == Kind.DEFAULT ? null : words.value(setting, inherited));
    }

    private String shape(DestinationSetting<?> setting) {
        return switch (setting.type()) {
            case SettingType.Count any -> "number";
            case SettingType.Rate any -> "rate";
            case SettingType.ProfileName any -> "list";
            default -> kind == Kind.MANY || setting.group() == Group.DESTINATION ? "list" : "radios";
        };
    }

    private Map<String, String> choices(DestinationSetting<?> setting, Object inherited) {
        Map<String, String> map = start(setting, inherited);
        switch (setting.type()) {
            case SettingType.Words<?> type -> type.values().forEach(v -> map.put(v.name(), words.choice(setting, v)));
            case SettingType.Truth any -> {
                map.put("false", words.value(setting, false));
                map.put("true", words.value(setting, true));
            }
            case SettingType.ProfileName any -> map.putAll(profiles);
            case SettingType.Count any -> map.clear();
            case SettingType.Rate any -> map.clear();
        }
        return map;
    }

    private Map<String, String> start(DestinationSetting<?> setting, Object inherited) {
        Map<String, String> map = new LinkedHashMap<>();
        switch (kind) {
            case ENTRY -> map.put("", words.of("default.of", words.value(setting, inherited)));
            case MANY -> {
                map.put("", words.of("leave"));
                map.put(USE_DEFAULT, words.of("use-default", words.value(setting, inherited)));
            }
            case DEFAULT -> {
                // Nothing to inherit from.
            }
        }
        return map;
    }
}
