package org.danegate.policy;

import org.jspecify.annotations.Nullable;

/// One fault of a policy.
///
/// @param field dotted path as in the policy file, such as `destinationControls.destinations[0].dane`
/// @param message one English sentence: what is wrong and what is allowed
/// @param severity whether the fault stops a commit
/// @param wording the sentence by its code, null where it is not translated
public record Violation(
        String field,
        String message,
        Severity severity,
        @Nullable Wording wording) {

    /// ERROR stops a commit, ADVICE is shown beside it.
    public enum Severity {
        ERROR,
        ADVICE
    }

    /// A fault that stops a commit, in English alone.
    public static Violation error(String field, String message) {
        return new Violation(field, message, Severity.ERROR, null);
    }

    /// A fault that stops a commit, in every language.
    public static Violation error(String field, Wording wording) {
        return new Violation(field, wording.english(), Severity.ERROR, wording);
    }

    /// What is shown beside a commit, in every language.
    public static Violation advice(String field, Wording wording) {
        return new Violation(field, wording.english(), Severity.ADVICE, wording);
    }

    /// Whether somebody must acknowledge it before a commit: advice whose neglect harms others.
    public boolean grave() {
        return severity == Severity.ADVICE && wording != null && wording.code().equals("policy.group.relay");
    }

    /// The same fault of another field, such as one of a form.
    public Violation at(String other) {
        return new Violation(other, message, severity, wording);
    }
}
