package org.danegate.sections.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.danegate.config.Edit;
import org.danegate.policy.Policy;

/// Reads and replaces a list of the policy.
final class SectionList {

    private SectionList() {}

    /// The objects, each by the keys of the policy file.
    static List<Map<String, Object>> of(Policy policy, SectionPlace place) {
        return in(PolicyTree.of(policy), place);
    }

    /// The objects in a tree of the policy.
    static List<Map<String, Object>> in(Object tree, SectionPlace place) {
        List<Map<String, Object>> items = new ArrayList<>();
        for (Object item : (List<?>) PolicyTree.at(tree, place.path())) {
            items.add(PolicyTree.copy((Map<?, ?>) item));
        }
        return items;
    }

    /// The policy with other objects in the list.
    ///
    /// @param prefix field of the object that was edited, such as `smtpRoutes[2].`; faults of other objects
    ///     are ignored
    /// @return faults have fields relative to the prefix
    static Edit with(Policy policy, SectionPlace place, UnaryOperator<List<Map<String, Object>>> edit, String prefix) {
        return PolicyTree.with(policy, place.path(), edit.apply(of(policy, place)), field -> after(prefix, field));
    }

    private static Optional<String> after(String prefix, String field) {
        return field.startsWith(prefix) ? Optional.of(field.substring(prefix.length())) : Optional.empty();
    }
}
