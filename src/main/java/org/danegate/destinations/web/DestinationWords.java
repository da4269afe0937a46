package org.danegate.destinations.web;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.danegate.console.Texts;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.RecipientLimit;
import org.danegate.policy.SettingType;
import org.jspecify.annotations.Nullable;

/// The words for a destination's settings in the language of one request, each looked up once: a page has hundreds of
/// rows that say the same few things.
final class DestinationWords {

    private final Texts texts;
    private final Map<String, String> known = new HashMap<>();

    DestinationWords(Texts texts) {
        this.texts = texts;
    }

    /// @param key without the bundle's `destinations.`
    String of(String key, Object... places) {
        String name = places.length == 0 ? key : key + Arrays.toString(places);
        return known.computeIfAbsent(name, n -> texts.of("destinations." + key, places));
    }

    String label(DestinationSetting<?> setting) {
        return of("setting." + setting.key());
    }

    String hint(DestinationSetting<?> setting) {
        return of("setting." + setting.key() + ".hint");
    }

    /// An own value, or `Default`.
    String own(DestinationSetting<?> setting, @Nullable Object value) {
        return value == null ? of("default") : value(setting, value);
    }

    /// An own value, or `Default (Preferred)`.
    String own(DestinationSetting<?> setting, @Nullable Object value, Object inherited) {
        return value == null ? of("default.of", value(setting, inherited)) : value(setting, value);
    }

    /// A value of a setting.
    String value(DestinationSetting<?> setting, Object value) {
        return switch (setting.type()) {
            case SettingType.Words<?> any -> of("setting." + setting.key() + "." + value);
            case SettingType.Truth any -> of(Boolean.TRUE.equals(value) ? "yes" : "no");
            case SettingType.Count any -> of("number", value);
            case SettingType.ProfileName any -> value.toString();
            case SettingType.Rate any
            when value instanceof RecipientLimit limit ->
                limit.recipients() == 0 ? of("no-limit") : of("recipients-per", limit.recipients(), limit.minutes());
            case SettingType.Rate any -> value.toString();
        };
    }

    /// A value as shown in the list: `500`, `180/min`, `∞` for no limit.
    String brief(DestinationSetting<?> setting, Object value) {
        return switch (setting.type()) {
            case SettingType.Rate any
            when value instanceof RecipientLimit limit ->
                limit.recipients() == 0 ? "∞" : of("recipients-per.brief", limit.recipients(), limit.minutes());
            default -> value(setting, value);
        };
    }

    /// A value as the list words it in full: `500 concurrent connections`.
    String limit(DestinationSetting<?> setting, Object value) {
        return switch (setting.type()) {
            case SettingType.Count any -> of("setting." + setting.key() + ".listed", value);
            case SettingType.Rate any
            when value instanceof RecipientLimit limit && limit.recipients() == 0 -> of("no-recipient-limit");
            default -> value(setting, value);
        };
    }

    /// A choice as a form words it, when the form says more than the value.
    String choice(DestinationSetting<?> setting, Object value) {
        return texts.orElse(value(setting, value), setting.code() + "." + value + ".choice");
    }
}
