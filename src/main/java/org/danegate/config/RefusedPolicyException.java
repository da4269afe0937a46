package org.danegate.config;

import java.util.List;
import org.danegate.policy.Violation;

/// A change that cannot be taken: the faults say why, field by field, in every language. The message is English.
public final class RefusedPolicyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;

    /// @param violations at least one
    public RefusedPolicyException(List<Violation> violations) {
        super(violations.isEmpty() ? "refused" : violations.getFirst().message());
        this.violations = List.copyOf(violations);
    }

    /// What is wrong.
    public List<Violation> violations() {
        return violations;
    }
}
