package org.danegate.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.danegate.config.PolicyChange.Kind;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.Policy;
import org.danegate.policy.file.PolicyDocument;

/// Compares two policies object by object.
final class PolicyComparison {

    private PolicyComparison() {}

    /// All differences, in the order of the policy file's sections. Within a section, existing objects come before
    /// new ones.
    static List<PolicyChange> between(Policy before, Policy after) {
        List<PolicyChange> changes = new ArrayList<>();
        if (before.equals(after)) {
            return changes;
        }
        Map<String, Object> oldTree = PolicyDocument.tree(withoutEntries(before));
        Map<String, Object> newTree = PolicyDocument.tree(withoutEntries(after));
        objects(PolicyObjects.of(oldTree), PolicyObjects.of(newTree), changes);
        entries(before.destinationControls(), after.destinationControls(), changes);
        changes.sort(Comparator.comparing(c -> c.object().kind()));
        reordered(oldTree, newTree).forEach(changes::add);
        return changes;
    }

    private static Policy withoutEntries(Policy policy) {
        return WorkingRows.with(policy, List.of());
    }

    private static void objects(
            Map<PolicyObject, Map<String, String>> old,
            Map<PolicyObject, Map<String, String>> now,
            List<PolicyChange> changes) {
        Set<PolicyObject> all = new LinkedHashSet<>(old.keySet());
        all.addAll(now.keySet());
        for (PolicyObject one : all) {
            Map<String, String> o = old.getOrDefault(one, Map.of());
            Map<String, String> n = now.getOrDefault(one, Map.of());
            if (!o.equals(n)) {
                Kind kind = !old.containsKey(one) ? Kind.ADDED : !now.containsKey(one) ? Kind.DELETED : Kind.CHANGED;
                changes.add(new PolicyChange(one, kind, fields(o, n)));
            }
        }
    }

    /// Destination entries are compared as values: there may be ten thousand, and few differ.
    private static void entries(DestinationControls before, DestinationControls after, List<PolicyChange> changes) {
        Map<String, String> oldDefault =
                PolicyObjects.flat(before.defaultProfile().values().tree());
        Map<String, String> newDefault =
                PolicyObjects.flat(after.defaultProfile().values().tree());
        Map<DomainPattern, DestinationEntry> now = new LinkedHashMap<>();
        after.entries().forEach(e -> now.put(e.pattern(), e));
        for (DestinationEntry old : before.entries()) {
            DestinationEntry entry = now.remove(old.pattern());
            if (entry == null) {
                changes.add(change(Kind.DELETED, old, fields(flat(old), Map.of(), oldDefault, newDefault)));
            } else if (!entry.equals(old)) {
                changes.add(change(Kind.CHANGED, old, fields(flat(old), flat(entry), oldDefault, newDefault)));
            }
        }
        now.values()
                .forEach(e -> changes.add(change(Kind.ADDED, e, fields(Map.of(), flat(e), oldDefault, newDefault))));
    }

    private static PolicyChange change(Kind kind, DestinationEntry entry, List<PolicyChange.Field> fields) {
        PolicyObject object =
                PolicyObject.of(PolicyObject.Kind.DESTINATION, entry.pattern().toString());
        return new PolicyChange(object, kind, fields);
    }

    private static Map<String, String> flat(DestinationEntry entry) {
        return PolicyObjects.flat(PolicyDocument.entry(entry));
    }

    /// Lists that have the same items in another order; the order of sender groups and routes may matter.
    private static List<PolicyChange> reordered(Map<String, Object> old, Map<String, Object> now) {
        List<PolicyChange> changes = new ArrayList<>();
        PolicyObject.Kind.lists().forEach(kind -> {
            if (old.get(kind.section()) instanceof List<?> o
                    && now.get(kind.section()) instanceof List<?> n
                    && !o.equals(n)
                    && o.size() == n.size()
                    && n.containsAll(o)) {
                changes.add(new PolicyChange(PolicyObject.orderOf(kind), Kind.CHANGED, List.of()));
            }
        });
        return changes;
    }

    private static List<PolicyChange.Field> fields(Map<String, String> before, Map<String, String> after) {
        return fields(before, after, Map.of(), Map.of());
    }

    private static List<PolicyChange.Field> fields(
            Map<String, String> before,
            Map<String, String> after,
            Map<String, String> inheritedBefore,
            Map<String, String> inheritedAfter) {
        Set<String> names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        List<PolicyChange.Field> fields = new ArrayList<>();
        for (String name : names) {
            String o = before.getOrDefault(name, "");
            String n = after.getOrDefault(name, "");
            if (!o.equals(n) && !name.equals("domain") && !name.equals("name")) {
                fields.add(new PolicyChange.Field(
                        name, o, n, inheritedBefore.getOrDefault(name, ""), inheritedAfter.getOrDefault(name, "")));
            }
        }
        return fields;
    }
}
