package org.danegate.config;

import java.util.List;
import java.util.Map;
import org.danegate.policy.Policy;
import org.danegate.policy.PolicyValidation;
import org.danegate.wording.Fault;
import org.jspecify.annotations.Nullable;

/// The working copy as it was read from its rows, with results derived from it, each computed once. Pages ask at every
/// request, but the results change only with a submit, a commit or an abandon, and each of these makes a new state.
final class WorkingState {

    private final Policy policy;
    private final Policy inForce;
    private final Map<String, SectionState> sections;
    private final long version;
    private volatile @Nullable List<PolicyChange> changes;
    private volatile @Nullable List<Fault> violations;

    /// @param sections by name
    /// @param version of the rows, as they were read or one later
    WorkingState(Policy policy, Policy inForce, Map<String, SectionState> sections, long version) {
        this.policy = policy;
        this.inForce = inForce;
        this.sections = Map.copyOf(sections);
        this.version = version;
    }

    /// A section other than the destination entries.
    SectionState section(String name) {
        SectionState known = sections.get(name);
        return known == null ? new SectionState(name, 0, "system") : known;
    }

    long version() {
        return version;
    }

    Policy policy() {
        return policy;
    }

    /// The policy that the changes are compared with.
    Policy inForce() {
        return inForce;
    }

    List<PolicyChange> changes() {
        List<PolicyChange> known = changes;
        if (known == null) {
            known = List.copyOf(PolicyChange.between(inForce, policy));
            changes = known;
        }
        return known;
    }

    /// Faults and advice on the policy itself, not on files that it names, because files change without a submit.
    List<Fault> violations() {
        List<Fault> known = violations;
        if (known == null) {
            known = PolicyValidation.validate(policy);
            violations = known;
        }
        return known;
    }
}
