package org.danegate.config.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.danegate.config.RefusedPolicyException;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.Policy;
import org.danegate.policy.Violation;
import org.danegate.policy.file.Fault;
import org.danegate.policy.file.PolicyDocument;
import org.danegate.policy.file.PolicyFile;

/// Reads and replaces a list of the policy in the form of the policy file, so that a page's fields have the file's
/// rules and no others.
final class SectionList {

    private SectionList() {}

    /// The objects, each by the keys of the policy file.
    static List<Map<String, Object>> of(Policy policy, SectionPlace place) {
        Object at = PolicyDocument.tree(withoutDestinations(policy));
        for (String step : steps(place)) {
            at = at instanceof List<?> list
                    ? list.get(Integer.parseInt(step))
                    : Objects.requireNonNull(((Map<?, ?>) at).get(step), step);
        }
        List<Map<String, Object>> items = new ArrayList<>();
        for (Object item : (List<?>) at) {
            items.add(copy((Map<?, ?>) item));
        }
        return items;
    }

    /// The policy with other objects in the list.
    ///
    /// @param prefix field of the object that was edited, such as `smtpRoutes[2].`; faults of others are passed
    ///     over
    /// @throws RefusedPolicyException with fields relative to the prefix
    static Policy with(
            Policy policy, SectionPlace place, UnaryOperator<List<Map<String, Object>>> edit, String prefix) {
        List<Map<String, Object>> items = edit.apply(of(policy, place));
        Object changed = replace(PolicyDocument.tree(withoutDestinations(policy)), steps(place), 0, items);
        String text = PolicyDocument.yaml(copy((Map<?, ?>) changed));
        PolicyFile.Reading reading = PolicyFile.read(text);
        List<Violation> faults = reading.faults().stream()
                .filter(f -> f.field().startsWith(prefix))
                .map(f -> relative(f, prefix))
                .toList();
        if (!faults.isEmpty()) {
            throw new RefusedPolicyException(faults);
        }
        Policy read = reading.policy();
        return withDestinations(read == null ? PolicyFile.readUnchecked(text) : read, policy);
    }

    /// Destinations stand in no list of these pages, and ten thousand of them would be written and read each time.
    private static Policy withoutDestinations(Policy policy) {
        DestinationControls controls = policy.destinationControls();
        return policy.with(new DestinationControls(controls.defaultProfile(), List.of(), controls.global()));
    }

    private static Policy withDestinations(Policy policy, Policy before) {
        return policy.with(before.destinationControls());
    }

    private static Violation relative(Fault fault, String prefix) {
        return new Violation(
                fault.field().substring(prefix.length()), fault.message(), Violation.Severity.ERROR, fault.wording());
    }

    private static List<String> steps(SectionPlace place) {
        return List.of(place.path().replace("]", "").split("[.\\[]"));
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

    private static Map<String, Object> copy(Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), value));
        return copy;
    }
}
