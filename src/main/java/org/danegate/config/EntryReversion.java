package org.danegate.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.Policy;
import org.jspecify.annotations.Nullable;

/// Takes one destination entry, or one of its settings, back to what it is in another policy.
final class EntryReversion {

    private EntryReversion() {}

    /// A policy without one of its differences.
    ///
    /// @param field name of the only setting to take back; null for the whole entry
    static Policy of(Policy now, Policy inForce, PolicyChange change, @Nullable String field) {
        String domain = change.object().name();
        List<DestinationEntry> entries =
                new ArrayList<>(now.destinationControls().entries());
        Optional<DestinationEntry> own = find(now, domain);
        Optional<DestinationEntry> old = find(inForce, domain);
        entries.removeIf(e -> e.pattern().toString().equals(domain));
        if (field != null && own.isPresent() && old.isPresent()) {
            entries.add(restored(own.get(), old.get(), field));
        } else {
            old.ifPresent(entries::add);
        }
        return WorkingRows.with(now, entries);
    }

    private static Optional<DestinationEntry> find(Policy policy, String domain) {
        return policy.destinationControls().entries().stream()
                .filter(e -> e.pattern().toString().equals(domain))
                .findFirst();
    }

    /// @param field path in the policy file; a setting of several values is taken back as a whole
    private static DestinationEntry restored(DestinationEntry own, DestinationEntry old, String field) {
        return DestinationSetting.of(field.split("\\.", 2)[0])
                .map(setting -> restored(own, old, setting))
                .orElse(own);
    }

    private static <T> DestinationEntry restored(
            DestinationEntry own, DestinationEntry old, DestinationSetting<T> setting) {
        return own.with(setting, old.get(setting));
    }
}
