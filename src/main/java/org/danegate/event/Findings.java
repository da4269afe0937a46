package org.danegate.event;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// What a regular look found last, so that each finding is reported once: when it is new or has changed, and when it
/// is gone. Not for several threads.
///
/// @param <V> a finding; equal ones are the same
public final class Findings<V> {

    private final Map<String, V> known = new HashMap<>();

    /// Compares what a look found with what the one before it found.
    ///
    /// @param found by the name of what it was found at
    /// @param changed gets the names of findings that are new or have changed
    /// @param gone gets the names at which nothing is found any more
    public void look(Map<String, V> found, BiConsumer<String, V> changed, Consumer<String> gone) {
        Map<String, V> before = Map.copyOf(known);
        known.clear();
        known.putAll(found);
        found.forEach((name, finding) -> {
            if (!finding.equals(before.get(name))) {
                changed.accept(name, finding);
            }
        });
        before.keySet().stream().filter(name -> !found.containsKey(name)).forEach(gone);
    }
}
