package org.danegate.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How the appliance's destination table file represents a {@link DestinationSetting} (esa-webui.md 1.7).
///
/// @param place order among the lines of a section, from 1
/// @param keys the key before each value; a {@link SettingType.Rate} has two, minutes before recipients
/// @param words words and numbers that represent a value, the one to write first; empty for numbers and names
public record TableColumn<T>(int place, List<String> keys, Map<String, T> words, Set<Trait> traits) {

    public TableColumn {
        keys = List.copyOf(keys);
        // `Map.copyOf` would lose the order, which decides which word is written.
        words = new LinkedHashMap<>(words);
        traits = Set.copyOf(traits);
    }

    /// The rules of the format for a key.
    public enum Trait {
        /// `[DEFAULT]` must have it; an optional key that is missing means "no limit", "none" or "off".
        NEEDED_IN_DEFAULT,
        /// It is not allowed in `[DEFAULT]`.
        ONLY_IN_ENTRIES,
        /// An entry that has it must also have the keys that accompany limits.
        LIMIT,
        /// It must accompany limits, also when the entry follows Default.
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

    /// Words of a key with the values that they represent, in order.
    ///
    /// @param wordsAndValues each word followed by its value
    @SuppressWarnings("unchecked")
    static <T> Map<String, T> words(Object... wordsAndValues) {
        Map<String, T> words = new LinkedHashMap<>();
        for (int i = 0; i < wordsAndValues.length; i += 2) {
            words.put((String) wordsAndValues[i], (T) wordsAndValues[i + 1]);
        }
        return words;
    }

    /// The word for a value, the first of several.
    public String word(T value) {
        return words.entrySet().stream()
                .filter(w -> w.getValue().equals(value))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /// The number for a value; the appliance accepts it too.
    public String digit(T value) {
        return words.entrySet().stream()
                .filter(w -> w.getValue().equals(value)
                        && Character.isDigit(w.getKey().charAt(0)))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }
}
