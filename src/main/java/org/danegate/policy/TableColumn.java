package org.danegate.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How a {@link DestinationSetting} stands in the appliance's destination table file (esa-webui.md 1.7).
///
/// @param place order among the lines of a section, from 1
/// @param keys the key before each value; a {@link SettingType.Rate} has two, minutes before recipients
/// @param words words and numbers that stand for a value, the one that is written first; empty for numbers and names
public record TableColumn<T>(int place, List<String> keys, Map<String, T> words, Set<Trait> traits) {

    public TableColumn {
        keys = List.copyOf(keys);
        // Not `Map.copyOf`: the order of the words says which is written.
        words = new LinkedHashMap<>(words);
        traits = Set.copyOf(traits);
    }

    /// What the format demands of a key.
    public enum Trait {
        /// `[DEFAULT]` must have it; what may be left out means "no limit", "none" or "off".
        NEEDED_IN_DEFAULT,
        /// It may not stand in `[DEFAULT]`.
        ONLY_IN_ENTRIES,
        /// An entry that has it must have those that stand beside limits.
        LIMIT,
        /// It stands beside limits, also where the entry follows Default.
        BESIDE_LIMITS
    }

    /// A key whose values are numbers or names.
    static <T> TableColumn<T> of(int place, List<String> keys, Trait... traits) {
        return new TableColumn<>(place, keys, Map.of(), Set.of(traits));
    }

    /// A key whose values are words.
    static <T> TableColumn<T> of(int place, String key, Map<String, T> words, Trait... traits) {
        return new TableColumn<>(place, List.of(key), words, Set.of(traits));
    }

    /// The word for a value, the first there is.
    public String word(T value) {
        return words.entrySet().stream()
                .filter(w -> w.getValue().equals(value))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /// The number for a value, as the appliance takes it too.
    public String digit(T value) {
        return words.entrySet().stream()
                .filter(w -> w.getValue().equals(value)
                        && Character.isDigit(w.getKey().charAt(0)))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }
}
