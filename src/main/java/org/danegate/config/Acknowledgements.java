package org.danegate.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.danegate.policy.Policy;
import org.danegate.policy.PolicyValidation;
import org.danegate.wording.Fault;

/// Advice that somebody must acknowledge before a commit, because it warns of harm to others, such as an open relay.
public final class Acknowledgements {

    private Acknowledgements() {}

    /// The advice to acknowledge: advice on the working copy that does not already apply to the policy in force.
    public static List<Fault> needed(WorkingPolicy working) {
        return needed(working.violations(), working.inForce());
    }

    /// Does the same for a policy that was checked before.
    ///
    /// @param violations of the policy to commit
    public static List<Fault> needed(List<Fault> violations, Policy inForce) {
        List<Fault> grave = violations.stream().filter(Fault::isGrave).toList();
        if (grave.isEmpty()) {
            return grave;
        }
        Set<String> known = new HashSet<>();
        PolicyValidation.validate(inForce).stream().filter(Fault::isGrave).forEach(v -> known.add(v.message()));
        return grave.stream().filter(v -> !known.contains(v.message())).toList();
    }
}
