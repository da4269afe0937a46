package org.danegate.policy.file;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.SettingType;
import org.danegate.policy.TableColumn.Trait;
import org.jspecify.annotations.Nullable;

/// The keys of a destination table file: those of the settings, and two for settings of all destinations.
final class TableKeys {

    /// Whether a failed required TLS connection raises an alert.
    static final String ALERT = "send_tls_req_alert";

    /// Name of the client certificate.
    static final String CERTIFICATE = "certificate";

    /// Words of {@link #ALERT}.
    static final Map<String, Boolean> SWITCHES =
            DestinationSetting.CHUNKING.table().words();

    private static final Map<String, DestinationSetting<?>> SETTINGS = DestinationSetting.all().stream()
            .flatMap(s -> s.table().keys().stream().map(k -> Map.<String, DestinationSetting<?>>entry(k, s)))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

    private TableKeys() {}

    /// The key that a text means, in its written form; empty when there is none.
    static Optional<String> of(String text) {
        String key = text.toLowerCase(Locale.ROOT);
        return SETTINGS.containsKey(key) || onlyInDefault(key) ? Optional.of(key) : Optional.empty();
    }

    /// Whether the value is a name, and not a word or number of the format.
    static boolean isName(String key) {
        DestinationSetting<?> setting = SETTINGS.get(key);
        return key.equals(CERTIFICATE) || setting != null && setting.type() instanceof SettingType.ProfileName;
    }

    static boolean onlyInDefault(String key) {
        return key.equals(ALERT) || key.equals(CERTIFICATE);
    }

    static boolean onlyInEntries(String key) {
        return has(SETTINGS.get(key), Trait.ONLY_IN_ENTRIES);
    }

    /// Keys of the settings with that trait, in the order of the file.
    static List<String> with(Trait trait) {
        return DestinationSetting.inTableOrder().stream()
                .filter(s -> has(s, trait))
                .flatMap(s -> s.table().keys().stream())
                .toList();
    }

    /// The key of each limit that requires other keys.
    static List<String> limits() {
        return DestinationSetting.inTableOrder().stream()
                .filter(s -> has(s, Trait.LIMIT))
                .map(s -> s.table().keys().getLast())
                .toList();
    }

    private static boolean has(@Nullable DestinationSetting<?> setting, Trait trait) {
        return Stream.ofNullable(setting).anyMatch(s -> s.table().traits().contains(trait));
    }
}
