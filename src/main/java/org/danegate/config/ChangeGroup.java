package org.danegate.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Objects of one kind that differ in the same way, such as fifty destinations whose DANE Support becomes Mandatory.
///
/// @param changes at least one, in the order in which differences are listed
public record ChangeGroup(List<PolicyChange> changes) {

    public ChangeGroup {
        changes = List.copyOf(changes);
    }

    /// The kind of change that all of them have in common.
    private record Sort(
            PolicyObject.Kind object, boolean order, PolicyChange.Kind kind, List<PolicyChange.Field> fields) {

        static Sort of(PolicyChange change) {
            return new Sort(change.object().kind(), change.object().order(), change.kind(), change.fields());
        }
    }

    /// The groups, in the order of their first changes.
    public static List<ChangeGroup> of(List<PolicyChange> changes) {
        Map<Sort, List<PolicyChange>> groups = new LinkedHashMap<>();
        changes.forEach(
                c -> groups.computeIfAbsent(Sort.of(c), s -> new ArrayList<>()).add(c));
        return groups.values().stream().map(ChangeGroup::new).toList();
    }

    /// Any one of them: they differ in the same way.
    public PolicyChange first() {
        return changes.getFirst();
    }

    /// How many objects they are.
    public int size() {
        return changes.size();
    }

    /// Stands for the group with exactly these members: a page sends it back, so that only what it showed is
    /// reverted. 32 hexadecimal digits.
    public String seen() {
        String lines = changes.stream().map(PolicyChange::line).collect(Collectors.joining("\n"));
        return PolicyFingerprint.of(lines).substring(0, 32);
    }

    /// Distinguishes the group in addresses, whatever its members: 16 hexadecimal digits.
    public String key() {
        return PolicyFingerprint.of(Sort.of(first()).toString()).substring(0, 16);
    }
}
