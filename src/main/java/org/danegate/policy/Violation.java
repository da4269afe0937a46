package org.danegate.policy;

/// One fault of a policy.
///
/// @param field dotted path as in the policy file, such as `destinationControls.destinations[0].dane`
/// @param message one sentence: what is wrong and what is allowed
/// @param severity whether the fault stops a commit
public record Violation(String field, String message, Severity severity) {

    /// ERROR stops a commit, ADVICE is shown beside it.
    public enum Severity {
        ERROR,
        ADVICE
    }

    /// A fault that stops a commit.
    public static Violation error(String field, String message) {
        return new Violation(field, message, Severity.ERROR);
    }
}
