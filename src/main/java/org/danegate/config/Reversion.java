package org.danegate.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.danegate.policy.Policy;
import org.danegate.policy.file.PolicyDocument;
import org.danegate.policy.file.PolicyFile;
import org.jspecify.annotations.Nullable;

/// Takes one object of a policy, or one of its fields, back to what it is in another policy. Works on the trees of the
/// policy file, so that it knows every field; destination entries are done by [EntryReversion].
final class Reversion {

    private final PolicyChange change;
    private final List<String> field;

    /// @param field path of the field, empty for the whole object
    private Reversion(PolicyChange change, List<String> field) {
        this.change = change;
        this.field = field;
    }

    /// A policy without one of its differences.
    ///
    /// @param now the policy with the difference
    /// @param inForce the policy that it differs from
    /// @param field name of the only field to take back; null for the whole object
    static Policy of(Policy now, Policy inForce, PolicyChange change, @Nullable String field) {
        if (change.object().kind() == PolicyObject.Kind.DESTINATION) {
            return field == null
                    ? EntryReversion.ofAll(now, inForce, List.of(change))
                    : EntryReversion.of(now, inForce, change, field);
        }
        Map<String, Object> tree = copy(PolicyDocument.tree(WorkingRows.with(now, List.of())));
        Map<String, Object> old = PolicyDocument.tree(WorkingRows.with(inForce, List.of()));
        Reversion reversion = new Reversion(change, field == null ? List.of() : List.of(field.split("\\.")));
        reversion.apply(tree, old);
        return WorkingRows.with(
                PolicyFile.readUnchecked(PolicyDocument.yaml(tree)),
                now.destinationControls().entries());
    }

    /// A policy without several of its differences.
    ///
    /// @param changes objects of one kind
    static Policy ofAll(Policy now, Policy inForce, List<PolicyChange> changes) {
        if (changes.getFirst().object().kind() == PolicyObject.Kind.DESTINATION) {
            return EntryReversion.ofAll(now, inForce, changes);
        }
        Policy next = now;
        for (PolicyChange change : changes) {
            next = of(next, inForce, change, null);
        }
        return next;
    }

    private void apply(Map<String, Object> tree, Map<String, Object> old) {
        String section = change.object().kind().section();
        switch (change.object().kind()) {
            case DNS -> tree.put(section, single(tree.get(section), old.get(section), Set.of()));
            case DEFAULT_DESTINATION -> inside(tree, old, "default", Set.of());
            case GLOBAL_SETTINGS -> inside(tree, old, "global", Set.of());
            case IP_INTERFACE -> inside(tree, old, "interfaces", Set.of());
            case SENDER_INTERFACE -> inside(tree, old, "senders", Set.of());
            case ALERT_RECIPIENT -> inside(tree, old, "recipients", Set.of());
            case DEFAULT_INTERFACE ->
                tree.put(section, single(tree.get(section), old.get(section), Set.of("interfaces", "senders")));
            case ALERT_SETTINGS -> tree.put(section, single(tree.get(section), old.get(section), Set.of("recipients")));
            default -> tree.put(section, list(tree.get(section), old.get(section)));
        }
    }

    /// Takes back a part of a section: a list of objects, or an object.
    private void inside(Map<String, Object> tree, Map<String, Object> old, String part, Set<String> others) {
        String section = change.object().kind().section();
        Map<String, Object> parts = copy(tree.get(section));
        Object before = copy(old.get(section)).get(part);
        Object now = parts.get(part);
        boolean objects = now instanceof List || before instanceof List;
        parts.put(part, objects ? list(now, before) : single(now, before, others));
        tree.put(section, parts);
    }

    /// An object that exists only once.
    ///
    /// @param others keys that belong to other objects
    private Map<String, Object> single(@Nullable Object now, @Nullable Object old, Set<String> others) {
        Map<String, Object> object = copy(now);
        Map<String, Object> before = copy(old);
        if (!field.isEmpty()) {
            restore(object, before, field);
            return object;
        }
        Set<String> keys = new LinkedHashSet<>(object.keySet());
        keys.addAll(before.keySet());
        keys.removeAll(others);
        keys.forEach(key -> restore(object, before, List.of(key)));
        return object;
    }

    private List<Object> list(@Nullable Object now, @Nullable Object old) {
        List<Object> before = items(old);
        if (change.object().order()) {
            return before;
        }
        List<Object> list = items(now);
        List<String> names = names(list);
        int at = names.indexOf(change.object().name());
        int from = names(before).indexOf(change.object().name());
        switch (change.kind()) {
            case ADDED -> list.remove(at);
            case DELETED -> list.add(position(names, names(before).subList(0, from)), before.get(from));
            case CHANGED ->
                list.set(at, field.isEmpty() ? before.get(from) : single(list.get(at), before.get(from), Set.of()));
        }
        return list;
    }

    /// Where a deleted object comes back: after the nearest one that stood before it and is still there.
    private static int position(List<String> names, List<String> before) {
        for (String name : before.reversed()) {
            if (names.contains(name)) {
                return names.indexOf(name) + 1;
            }
        }
        return 0;
    }

    /// The objects' names, as {@link PolicyObjects} gives them.
    private List<String> names(List<Object> list) {
        String key = PolicyObjects.nameKey(change.object().kind());
        List<String> names = new ArrayList<>();
        Collection<String> taken = new HashSet<>();
        for (Object item : list) {
            String name = String.valueOf(copy(item).get(key));
            String own = name;
            for (int twin = 2; !taken.add(own); twin++) {
                own = PolicyObjects.twin(name, twin);
            }
            names.add(own);
        }
        return names;
    }

    /// Gives a field its old value; a field that had none has none again.
    private static void restore(Map<String, Object> object, Map<String, Object> old, List<String> path) {
        String key = path.getFirst();
        if (path.size() > 1) {
            Map<String, Object> inner = copy(object.get(key));
            restore(inner, copy(old.get(key)), path.subList(1, path.size()));
            object.put(key, inner);
        } else if (old.containsKey(key)) {
            object.put(key, old.get(key));
        } else {
            object.remove(key);
        }
        if (object.get(key) instanceof Map<?, ?> empty && empty.isEmpty() && !old.containsKey(key)) {
            object.remove(key);
        }
    }

    private static Map<String, Object> copy(@Nullable Object object) {
        Map<String, Object> copy = new LinkedHashMap<>();
        if (object instanceof Map<?, ?> map) {
            map.forEach((key, value) -> copy.put(String.valueOf(key), value));
        }
        return copy;
    }

    private static List<Object> items(@Nullable Object list) {
        return list instanceof List<?> items ? new ArrayList<>(items) : new ArrayList<>();
    }
}
