package org.danegate.sections.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.danegate.config.Edit;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.Policy;
import org.danegate.policy.file.PolicyDocument;
import org.danegate.policy.file.PolicyFile;
import org.danegate.wording.Fault;

/// Reads and replaces a part of the policy in the form of the policy file, so that a page's fields follow the file's
/// rules and no others.
final class PolicyTree {

    private PolicyTree() {}

    /// The value at a path.
    ///
    /// @param path such as `alerts` or `listeners[0].senderGroups`
    static Object at(Policy policy, String path) {
        return at(of(policy), path);
    }

    /// The whole policy without its destinations, for several questions.
    static Object of(Policy policy) {
        return PolicyDocument.tree(withoutDestinations(policy));
    }

    /// The value at a path of a tree.
    static Object at(Object tree, String path) {
        Object at = tree;
        for (String step : steps(path)) {
            at = at instanceof List<?> list
                    ? list.get(Integer.parseInt(step))
                    : Objects.requireNonNull(((Map<?, ?>) at).get(step), step);
        }
        return at;
    }

    /// The policy with another value at a path.
    ///
    /// @param own name on the form of a field of the policy, empty for fields that are not on it, whose faults
    ///     are ignored
    /// @return faults have the names on the form
    static Edit with(Policy policy, String path, Object value, Function<String, Optional<String>> own) {
        Object changed = replace(PolicyDocument.tree(withoutDestinations(policy)), steps(path), 0, value);
        PolicyFile.Draft draft = PolicyFile.draft(copy((Map<?, ?>) changed));
        List<Fault> faults = draft.faults().stream()
                .flatMap(f -> own.apply(f.field()).map(f::at).stream())
                .toList();
        return faults.isEmpty() ? new Edit.To(withDestinations(draft.policy(), policy)) : new Edit.Faulty(faults);
    }

    /// A copy of an object of the tree that may be changed.
    static Map<String, Object> copy(Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), value));
        return copy;
    }

    /// Destinations have pages of their own, and ten thousand of them would be written and read each time.
    private static Policy withoutDestinations(Policy policy) {
        DestinationControls controls = policy.destinationControls();
        return policy.with(new DestinationControls(controls.defaultProfile(), List.of(), controls.global()));
    }

    private static Policy withDestinations(Policy policy, Policy before) {
        return policy.with(before.destinationControls());
    }

    private static List<String> steps(String path) {
        return List.of(path.replace("]", "").split("[.\\[]"));
    }

    private static Object replace(Object at, List<String> steps, int depth, Object value) {
        if (depth == steps.size()) {
            return value;
        }
        String step = steps.get(depth);
        if (at instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list);
            int index = Integer.parseInt(step);
            copy.set(index, replace(copy.get(index), steps, depth + 1, value));
            return copy;
        }
        Map<String, Object> copy = copy((Map<?, ?>) at);
        copy.put(step, replace(copy.getOrDefault(step, Map.of()), steps, depth + 1, value));
        return copy;
    }
}
