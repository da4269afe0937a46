package org.danegate.policy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Values of {@link DestinationSetting}s, each of its setting's type; a setting without a value takes its default
/// from elsewhere.
public final class DestinationSettings {

    /// No value for any setting.
    public static final DestinationSettings NONE = new DestinationSettings(
            new @Nullable Object[DestinationSetting.all().size()]);

    // By the index of the setting.
    private final @Nullable Object[] values;

    private DestinationSettings(@Nullable Object[] values) {
        this.values = values;
    }

    /// The appliance's Default entry: a value for every setting.
    public static DestinationSettings factory() {
        DestinationSettings settings = NONE;
        for (DestinationSetting<?> setting : DestinationSetting.all()) {
            settings = settings.withValue(setting, setting.factory());
        }
        return settings;
    }

    /// The value of a setting; null when it has none.
    @SuppressWarnings("unchecked")
    public <T> @Nullable T get(DestinationSetting<T> setting) {
        return (T) values[setting.index()];
    }

    /// The same values with another one for a setting.
    ///
    /// @param value null for none
    public <T> DestinationSettings with(DestinationSetting<T> setting, @Nullable T value) {
        return withValue(setting, value);
    }

    /// The same values with another one for a setting of any type.
    ///
    /// @param value null for none
    /// @throws ClassCastException when it is no value of the setting's type
    public DestinationSettings withValue(DestinationSetting<?> setting, @Nullable Object value) {
        @Nullable Object[] copy = values.clone();
        copy[setting.index()] =
                value == null ? null : setting.type().valueType().cast(value);
        return new DestinationSettings(copy);
    }

    /// These values; where a setting has none, the other's value.
    public DestinationSettings over(DestinationSettings others) {
        @Nullable Object[] merged = others.values.clone();
        for (int i = 0; i < merged.length; i++) {
            if (values[i] != null) {
                merged[i] = values[i];
            }
        }
        return new DestinationSettings(merged);
    }

    /// Whether each setting has a value.
    boolean isComplete() {
        return Arrays.stream(values).allMatch(v -> v != null);
    }

    /// The values as in a policy file, in its order; settings without a value are left out.
    public Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (DestinationSetting<?> setting : DestinationSetting.all()) {
            putTree(tree, setting);
        }
        return tree;
    }

    private <T> void putTree(Map<String, Object> tree, DestinationSetting<T> setting) {
        T value = get(setting);
        if (value != null) {
            tree.put(setting.key(), setting.type().tree(value));
        }
    }

    /// The values as text by the keys of their settings, for {@link #parse}.
    public Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (DestinationSetting<?> setting : DestinationSetting.all()) {
            putText(texts, setting);
        }
        return texts;
    }

    private <T> void putText(Map<String, String> texts, DestinationSetting<T> setting) {
        T value = get(setting);
        if (value != null) {
            texts.put(setting.key(), setting.type().text(value));
        }
    }

    /// Reads what {@link #texts} wrote.
    ///
    /// @throws IllegalArgumentException when a key is unknown or a text is no value of its setting
    public static DestinationSettings parse(Map<String, String> texts) {
        @Nullable Object[] values = NONE.values.clone();
        texts.forEach((key, text) -> {
            DestinationSetting<?> setting =
                    DestinationSetting.of(key).orElseThrow(() -> new IllegalArgumentException(key));
            values[setting.index()] = setting.type().parse(text);
        });
        return new DestinationSettings(values);
    }

    /// Settings whose values differ, in the order of the form.
    public List<DestinationSetting<?>> differences(DestinationSettings others) {
        return DestinationSetting.inFormOrder().stream()
                .filter(s -> !Objects.equals(values[s.index()], others.values[s.index()]))
                .toList();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DestinationSettings that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return texts().toString();
    }
}
