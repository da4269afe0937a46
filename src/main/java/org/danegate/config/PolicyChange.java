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
/// @param object such as `Destination ietf.org` or `DNS`
/// @param kind what happened to it
/// @param fields what differs, in the order of the policy file
public record PolicyChange(String object, Kind kind, List<Field> fields) {

    /// Sections that are lists with their labels, in the order of the policy file.
    private static final List<Map.Entry<String, String>> LISTS = List.of(
            Map.entry("smtpRoutes", "SMTP routes"),
            Map.entry("bounceProfiles", "bounce profiles"),
            Map.entry("listeners", "listeners"),
            Map.entry("mailFlowPolicies", "mail flow policies"),
            Map.entry("recipientAccess", "recipient access"),
            Map.entry("logSubscriptions", "log subscriptions"));

    /// Beginnings of the objects' labels, in the order of the policy file.
    private static final List<String> ORDER = List.of(
            "DNS",
            "Destination Default",
            "Destination Controls global settings",
            "Destination ",
            "SMTP route ",
            "Bounce profile ",
            "Listener ",
            "Mail flow policy ",
            "Recipient access ",
            "Log subscription ",
            "IP interface ",
            "Outgoing interface of ",
            "Default IP interface",
            "Alert recipient ",
            "Alert settings");

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

    /// A value that differs; empty text where there is none.
    public record Field(String name, String before, String after) {}

    /// One line for the revision's record.
    public String line() {
        StringBuilder line = new StringBuilder(kind.name()).append(' ').append(object);
        fields.forEach(f -> line.append("; ")
                .append(f.name())
                .append(": ")
                .append(f.before())
                .append(" → ")
                .append(f.after()));
        return line.toString();
    }

    /// Everything that differs, a line each, cut at 900,000 characters.
    static String lines(Policy before, Policy after) {
        String lines = String.join(
                "\n", between(before, after).stream().map(PolicyChange::line).toList());
        return lines.length() > 900_000 ? lines.substring(0, 900_000) : lines;
    }

    /// The same for the audit log: as many whole lines as fit 8,000 characters, and how many are left out.
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

    /// Everything that differs, in the order of the policy file's sections; within one, what was there before what
    /// is new.
    public static List<PolicyChange> between(Policy before, Policy after) {
        List<PolicyChange> changes = new ArrayList<>();
        if (before.equals(after)) {
            return changes;
        }
        Map<String, Object> oldTree = PolicyDocument.tree(withoutEntries(before));
        Map<String, Object> newTree = PolicyDocument.tree(withoutEntries(after));
        Map<String, Map<String, String>> old = objects(oldTree);
        Map<String, Map<String, String>> now = objects(newTree);
        Set<String> names = new LinkedHashSet<>(old.keySet());
        names.addAll(now.keySet());
        for (String name : names) {
            Map<String, String> o = old.getOrDefault(name, Map.of());
            Map<String, String> n = now.getOrDefault(name, Map.of());
            if (!o.equals(n)) {
                Kind kind = !old.containsKey(name) ? Kind.ADDED : !now.containsKey(name) ? Kind.DELETED : Kind.CHANGED;
                changes.add(new PolicyChange(name, kind, fields(o, n)));
            }
        }
        entries(
                before.destinationControls().entries(),
                after.destinationControls().entries(),
                changes);
        changes.sort(Comparator.comparingInt(c -> rank(c.object())));
        reordered(oldTree, newTree).forEach(changes::add);
        return changes;
    }

    /// Destination entries are compared as values: there may be ten thousand, of which few differ.
    private static void entries(
            List<DestinationEntry> before, List<DestinationEntry> after, List<PolicyChange> changes) {
        Map<DomainPattern, DestinationEntry> now = new LinkedHashMap<>();
        after.forEach(e -> now.put(e.pattern(), e));
        for (DestinationEntry old : before) {
            DestinationEntry entry = now.remove(old.pattern());
            if (entry == null) {
                changes.add(change(Kind.DELETED, old, fields(flat(old), Map.of())));
            } else if (!entry.equals(old)) {
                changes.add(change(Kind.CHANGED, old, fields(flat(old), flat(entry))));
            }
        }
        now.values().forEach(e -> changes.add(change(Kind.ADDED, e, fields(Map.of(), flat(e)))));
    }

    private static PolicyChange change(Kind kind, DestinationEntry entry, List<Field> fields) {
        return new PolicyChange("Destination " + entry.pattern(), kind, fields);
    }

    private static Map<String, String> flat(DestinationEntry entry) {
        Map<String, String> flat = new LinkedHashMap<>();
        PolicyDocument.entry(entry).forEach((k, v) -> flatten(flat, k, v));
        return flat;
    }

    private static Policy withoutEntries(Policy policy) {
        DestinationControls controls = policy.destinationControls();
        return policy.with(new DestinationControls(controls.defaultProfile(), List.of(), controls.global()));
    }

    private static int rank(String object) {
        int rank = 0;
        while (rank < ORDER.size() && !object.startsWith(ORDER.get(rank))) {
            rank++;
        }
        return rank;
    }

    /// Lists whose items are the same in another order: for sender groups and routes the order may matter.
    private static List<PolicyChange> reordered(Map<String, Object> old, Map<String, Object> now) {
        List<PolicyChange> changes = new ArrayList<>();
        LISTS.forEach(list -> {
            if (old.get(list.getKey()) instanceof List<?> o
                    && now.get(list.getKey()) instanceof List<?> n
                    && !o.equals(n)
                    && o.size() == n.size()
                    && n.containsAll(o)) {
                changes.add(new PolicyChange("Order of " + list.getValue(), Kind.CHANGED, List.of()));
            }
        });
        return changes;
    }

    /// Beginnings of the labels that objects of a section have.
    static List<String> objectsOf(String section) {
        return switch (section) {
            case "dns" -> List.of("DNS");
            case "destinationControls" -> List.of("Destination Default", "Destination Controls global settings");
            case "smtpRoutes" -> List.of("SMTP route", "Order of SMTP routes");
            case "bounceProfiles" -> List.of("Bounce profile", "Order of bounce profiles");
            case "listeners" -> List.of("Listener", "Order of listeners");
            case "mailFlowPolicies" -> List.of("Mail flow policy", "Order of mail flow policies");
            case "recipientAccess" -> List.of("Recipient access", "Order of recipient access");
            case "logSubscriptions" -> List.of("Log subscription", "Order of log subscriptions");
            case "virtualGateways" -> List.of("IP interface", "Outgoing interface of", "Default IP interface");
            case "alerts" -> List.of("Alert recipient", "Alert settings");
            default -> List.of();
        };
    }

    private static List<Field> fields(Map<String, String> before, Map<String, String> after) {
        Set<String> names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        List<Field> fields = new ArrayList<>();
        for (String name : names) {
            String o = before.getOrDefault(name, "");
            String n = after.getOrDefault(name, "");
            if (!o.equals(n) && !name.equals("domain") && !name.equals("name")) {
                fields.add(new Field(name, o, n));
            }
        }
        return fields;
    }

    private static Map<String, Map<String, String>> objects(Map<String, Object> tree) {
        Map<String, Map<String, String>> objects = new LinkedHashMap<>();
        add(objects, "DNS", tree.get("dns"));
        if (tree.get("destinationControls") instanceof Map<?, ?> controls) {
            add(objects, "Destination Default", controls.get("default"));
            add(objects, "Destination Controls global settings", controls.get("global"));
        }
        addAll(objects, "SMTP route", "domain", tree.get("smtpRoutes"));
        addAll(objects, "Bounce profile", "name", tree.get("bounceProfiles"));
        addAll(objects, "Listener", "name", tree.get("listeners"));
        addAll(objects, "Mail flow policy", "name", tree.get("mailFlowPolicies"));
        addAll(objects, "Recipient access", "domain", tree.get("recipientAccess"));
        addAll(objects, "Log subscription", "name", tree.get("logSubscriptions"));
        if (tree.get("virtualGateways") instanceof Map<?, ?> gateways) {
            addAll(objects, "IP interface", "name", gateways.get("interfaces"));
            addAll(objects, "Outgoing interface of", "sender", gateways.get("senders"));
            add(objects, "Default IP interface", without(gateways, "interfaces", "senders"));
        }
        if (tree.get("alerts") instanceof Map<?, ?> alerts) {
            addAll(objects, "Alert recipient", "address", alerts.get("recipients"));
            add(objects, "Alert settings", without(alerts, "recipients"));
        }
        return objects;
    }

    private static Map<Object, Object> without(Map<?, ?> map, String... keys) {
        Map<Object, Object> rest = new LinkedHashMap<>(map);
        rest.keySet().removeAll(List.of(keys));
        return rest;
    }

    private static void addAll(
            Map<String, Map<String, String>> objects, String label, String key, @Nullable Object list) {
        if (list instanceof List<?> items) {
            for (Object item : items) {
                if (item instanceof Map<?, ?> map) {
                    add(objects, label + " " + map.get(key), map);
                }
            }
        }
    }

    private static void add(Map<String, Map<String, String>> objects, String name, @Nullable Object value) {
        Map<String, String> flat = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((k, v) -> flatten(flat, String.valueOf(k), v));
        }
        String key = name;
        for (int twin = 2; objects.containsKey(key); twin++) {
            key = name + " (" + twin + ")";
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
