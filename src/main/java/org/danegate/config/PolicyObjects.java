package org.danegate.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the objects in the tree of a policy file, each with its fields as flat text.
final class PolicyObjects {

    private final Map<PolicyObject, Map<String, String>> objects = new LinkedHashMap<>();

    private PolicyObjects() {}

    /// The objects without the destination entries, in the order of the policy file's sections.
    ///
    /// @param tree as {@link PolicyDocument#tree} has it
    /// @return values by the paths of the fields, such as `tls` or `hosts.priority`
    static Map<PolicyObject, Map<String, String>> of(Map<String, Object> tree) {
        PolicyObjects found = new PolicyObjects();
        found.add(PolicyObject.of(PolicyObject.Kind.DNS), tree.get("dns"));
        if (tree.get("destinationControls") instanceof Map<?, ?> controls) {
            found.add(PolicyObject.of(PolicyObject.Kind.DEFAULT_DESTINATION), controls.get("default"));
            found.add(PolicyObject.of(PolicyObject.Kind.GLOBAL_SETTINGS), controls.get("global"));
        }
        PolicyObject.Kind.lists().forEach(kind -> found.addAll(kind, tree.get(kind.section())));
        if (tree.get("virtualGateways") instanceof Map<?, ?> gateways) {
            found.addGateways(gateways);
        }
        if (tree.get("alerts") instanceof Map<?, ?> alerts) {
            found.addAll(PolicyObject.Kind.ALERT_RECIPIENT, alerts.get("recipients"));
            found.add(PolicyObject.of(PolicyObject.Kind.ALERT_SETTINGS), without(alerts, "recipients"));
        }
        if (tree.get("dkim") instanceof Map<?, ?> dkim) {
            found.addAll(PolicyObject.Kind.SIGNING_PROFILE, dkim.get("profiles"));
            found.add(PolicyObject.of(PolicyObject.Kind.DKIM_SETTINGS), without(dkim, "profiles"));
        }
        found.add(PolicyObject.of(PolicyObject.Kind.TLS_REPORT_SETTINGS), tree.get("tlsReports"));
        return found.objects;
    }

    private void addGateways(Map<?, ?> gateways) {
        addAll(PolicyObject.Kind.IP_INTERFACE, gateways.get("interfaces"));
        addAll(PolicyObject.Kind.SENDER_INTERFACE, gateways.get("senders"));
        Object rest = without(gateways, "interfaces", "senders");
        add(PolicyObject.of(PolicyObject.Kind.DEFAULT_INTERFACE), rest);
    }

    /// The policy file's key for the name of objects of a kind.
    static String nameKey(PolicyObject.Kind kind) {
        return switch (kind) {
            case SMTP_ROUTE, RECIPIENT_ACCESS -> "domain";
            case SENDER_INTERFACE -> "sender";
            case ALERT_RECIPIENT -> "address";
            default -> "name";
        };
    }

    private static Map<Object, Object> without(Map<?, ?> map, String... keys) {
        Map<Object, Object> rest = new LinkedHashMap<>(map);
        rest.keySet().removeAll(List.of(keys));
        return rest;
    }

    private void addAll(PolicyObject.Kind kind, @Nullable Object list) {
        if (list instanceof List<?> items) {
            for (Object item : items) {
                if (item instanceof Map<?, ?> map) {
                    add(PolicyObject.of(kind, String.valueOf(map.get(nameKey(kind)))), map);
                }
            }
        }
    }

    private void add(PolicyObject object, @Nullable Object value) {
        Map<String, String> flat = value instanceof Map<?, ?> map ? flat(map) : Map.of();
        PolicyObject key = object;
        for (int twin = 2; objects.containsKey(key); twin++) {
            key = PolicyObject.of(object.kind(), twin(object.name(), twin));
        }
        objects.put(key, flat);
    }

    /// The name of the second and each further object of the same name.
    ///
    /// @param twin from 2
    static String twin(String name, int twin) {
        return name + " (" + twin + ")";
    }

    /// The fields of an object's tree as text, by their paths.
    static Map<String, String> flat(Map<?, ?> tree) {
        Map<String, String> flat = new LinkedHashMap<>();
        tree.forEach((k, v) -> flatten(flat, String.valueOf(k), v));
        return flat;
    }

    private static void flatten(Map<String, String> flat, String path, Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((k, v) -> flatten(flat, path + "." + k, v));
        } else {
            flat.put(path, String.valueOf(value));
        }
    }
}
