package org.danegate.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.Policy;
import org.danegate.policy.file.PolicyDocument;
import org.jspecify.annotations.Nullable;

/// One object of the policy that differs between two policies.
///
/// @param kind what happened to it
/// @param fields its differing fields, in the order of the policy file
public record PolicyChange(PolicyObject object, Kind kind, List<Field> fields) {

    private static final int LONGEST_TOLD = 8000;
    private static final int LONGEST_LINE = 2000;

    public PolicyChange {
        fields = List.copyOf(fields);
    }

    /// What happened to an object.
    public enum Kind {
        ADDED,
        CHANGED,
        DELETED
    }

    /// A value that differs; a missing value is empty text.
    ///
    /// @param inheritedBefore value of Default that applied where there was none; empty if nothing is inherited
    /// @param inheritedAfter value of Default that applies where there is none
    public record Field(String name, String before, String after, String inheritedBefore, String inheritedAfter) {}

    /// One line for the revision's record.
    public String line() {
        StringBuilder line = new StringBuilder(kind.name()).append(' ').append(object.english());
        fields.forEach(f -> line.append("; ")
                .append(f.name())
                .append(": ")
                .append(f.before())
                .append(" → ")
                .append(f.after()));
        return line.toString();
    }

    /// All differences, one a line, cut at 900,000 characters.
    static String lines(Policy before, Policy after) {
        String lines = String.join(
                "\n", between(before, after).stream().map(PolicyChange::line).toList());
        return lines.length() > 900_000 ? lines.substring(0, 900_000) : lines;
    }

    /// Does the same for the audit log: as many whole lines as fit in 8,000 characters, and how many are left out.
    static String told(Policy before, Policy after) {
        List<PolicyChange> changes = between(before, after);
        StringBuilder told = new StringBuilder();
        for (int i = 0; i < changes.size(); i++) {
            String line = changes.get(i).line().replaceAll("\\R", " ");
            String part = line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line;
            if (told.length() + part.length() > LONGEST_TOLD) {
                return told.append("… and ")
                        .append(changes.size() - i)
                        .append(" more")
                        .toString();
            }
            told.append(part).append('\n');
        }
        return told.toString().stripTrailing();
    }

    /// All differences, in the order of the policy file's sections. Within a section, existing objects come before
    /// new ones.
    public static List<PolicyChange> between(Policy before, Policy after) {
        List<PolicyChange> changes = new ArrayList<>();
        if (before.equals(after)) {
            return changes;
        }
        Map<String, Object> oldTree = PolicyDocument.tree(withoutEntries(before));
        Map<String, Object> newTree = PolicyDocument.tree(withoutEntries(after));
        Map<PolicyObject, Map<String, String>> old = objects(oldTree);
        Map<PolicyObject, Map<String, String>> now = objects(newTree);
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
        entries(before.destinationControls(), after.destinationControls(), changes);
        changes.sort(Comparator.comparing(c -> c.object().kind()));
        reordered(oldTree, newTree).forEach(changes::add);
        return changes;
    }

    /// Destination entries are compared as values: there may be ten thousand, and few differ.
    private static void entries(DestinationControls before, DestinationControls after, List<PolicyChange> changes) {
        Map<String, String> oldDefault = flat(before.defaultProfile().values().tree());
        Map<String, String> newDefault = flat(after.defaultProfile().values().tree());
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

    private static PolicyChange change(Kind kind, DestinationEntry entry, List<Field> fields) {
        PolicyObject object =
                PolicyObject.of(PolicyObject.Kind.DESTINATION, entry.pattern().toString());
        return new PolicyChange(object, kind, fields);
    }

    private static Map<String, String> flat(DestinationEntry entry) {
        return flat(PolicyDocument.entry(entry));
    }

    private static Map<String, String> flat(Map<?, ?> tree) {
        Map<String, String> flat = new LinkedHashMap<>();
        tree.forEach((k, v) -> flatten(flat, String.valueOf(k), v));
        return flat;
    }

    private static Policy withoutEntries(Policy policy) {
        DestinationControls controls = policy.destinationControls();
        return policy.with(new DestinationControls(controls.defaultProfile(), List.of(), controls.global()));
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

    private static List<Field> fields(Map<String, String> before, Map<String, String> after) {
        return fields(before, after, Map.of(), Map.of());
    }

    private static List<Field> fields(
            Map<String, String> before,
            Map<String, String> after,
            Map<String, String> inheritedBefore,
            Map<String, String> inheritedAfter) {
        Set<String> names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        List<Field> fields = new ArrayList<>();
        for (String name : names) {
            String o = before.getOrDefault(name, "");
            String n = after.getOrDefault(name, "");
            if (!o.equals(n) && !name.equals("domain") && !name.equals("name")) {
                fields.add(new Field(
                        name, o, n, inheritedBefore.getOrDefault(name, ""), inheritedAfter.getOrDefault(name, "")));
            }
        }
        return fields;
    }

    private static Map<PolicyObject, Map<String, String>> objects(Map<String, Object> tree) {
        Map<PolicyObject, Map<String, String>> objects = new LinkedHashMap<>();
        add(objects, PolicyObject.of(PolicyObject.Kind.DNS), tree.get("dns"));
        if (tree.get("destinationControls") instanceof Map<?, ?> controls) {
            add(objects, PolicyObject.of(PolicyObject.Kind.DEFAULT_DESTINATION), controls.get("default"));
            add(objects, PolicyObject.of(PolicyObject.Kind.GLOBAL_SETTINGS), controls.get("global"));
        }
        PolicyObject.Kind.lists().forEach(kind -> addAll(objects, kind, nameKey(kind), tree.get(kind.section())));
        if (tree.get("virtualGateways") instanceof Map<?, ?> gateways) {
            addAll(objects, PolicyObject.Kind.IP_INTERFACE, "name", gateways.get("interfaces"));
            addAll(objects, PolicyObject.Kind.SENDER_INTERFACE, "sender", gateways.get("senders"));
            Object rest = without(gateways, "interfaces", "senders");
            add(objects, PolicyObject.of(PolicyObject.Kind.DEFAULT_INTERFACE), rest);
        }
        if (tree.get("alerts") instanceof Map<?, ?> alerts) {
            addAll(objects, PolicyObject.Kind.ALERT_RECIPIENT, "address", alerts.get("recipients"));
            add(objects, PolicyObject.of(PolicyObject.Kind.ALERT_SETTINGS), without(alerts, "recipients"));
        }
        return objects;
    }

    /// The policy file's key for the name of objects of a kind.
    private static String nameKey(PolicyObject.Kind kind) {
        return switch (kind) {
            case SMTP_ROUTE, RECIPIENT_ACCESS -> "domain";
            default -> "name";
        };
    }

    private static Map<Object, Object> without(Map<?, ?> map, String... keys) {
        Map<Object, Object> rest = new LinkedHashMap<>(map);
        rest.keySet().removeAll(List.of(keys));
        return rest;
    }

    private static void addAll(
            Map<PolicyObject, Map<String, String>> objects, PolicyObject.Kind kind, String key, @Nullable Object list) {
        if (list instanceof List<?> items) {
            for (Object item : items) {
                if (item instanceof Map<?, ?> map) {
                    add(objects, PolicyObject.of(kind, String.valueOf(map.get(key))), map);
                }
            }
        }
    }

    private static void add(
            Map<PolicyObject, Map<String, String>> objects, PolicyObject object, @Nullable Object value) {
        Map<String, String> flat = value instanceof Map<?, ?> map ? flat(map) : Map.of();
        PolicyObject key = object;
        for (int twin = 2; objects.containsKey(key); twin++) {
            key = PolicyObject.of(object.kind(), object.name() + " (" + twin + ")");
        }
        objects.put(key, flat);
    }

    private static void flatten(Map<String, String> flat, String path, Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((k, v) -> flatten(flat, path + "." + k, v));
        } else {
            flat.put(path, String.valueOf(value));
        }
    }
}
