package org.danegate.policy.file;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Builds the tree of a policy file: maps in the order of the file, lists, and texts for what has a notation.
final class FileTree {

    private FileTree() {}

    /// A map; keys without a value are left out.
    ///
    /// @param pairs each key followed by its value
    static Map<String, Object> map(@Nullable Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            Object value = pairs[i + 1];
            if (value != null) {
                map.put(String.valueOf(pairs[i]), value);
            }
        }
        return map;
    }

    static <T> List<Map<String, Object>> list(List<T> items, Function<T, Map<String, Object>> tree) {
        return items.stream().map(tree).toList();
    }

    static @Nullable String seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toSeconds() + "s";
    }
}
