package org.danegate.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.Policy;

/// Takes one destination entry, or one of its settings, back to what it is in another policy.
final class EntryReversion {

    private EntryReversion() {}

    /// A policy in which one setting of an entry is as before. The entry is in both policies.
    ///
    /// @param field name of the setting
    static Policy of(Policy now, Policy inForce, PolicyChange change, String field) {
        String domain = change.object().name();
        List<DestinationEntry> entries =
                new ArrayList<>(now.destinationControls().entries());
        Optional<DestinationEntry> old = find(inForce, domain);
        entries.replaceAll(own -> old.filter(o -> o.pattern().equals(own.pattern()))
                .map(o -> restored(own, o, field))
                .orElse(own));
        return WorkingRows.with(now, entries);
    }

    /// A policy in which the entries of these changes are as before. Thousands take no longer than one.
    static Policy ofAll(Policy now, Policy inForce, List<PolicyChange> changes) {
        Set<String> domains = changes.stream().map(c -> c.object().name()).collect(Collectors.toSet());
        List<DestinationEntry> entries =
                new ArrayList<>(now.destinationControls().entries());
        entries.removeIf(e -> domains.contains(e.pattern().toString()));
        inForce.destinationControls().entries().stream()
                .filter(e -> domains.contains(e.pattern().toString()))
                .forEach(entries::add);
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
