package org.danegate.policy.file;

import org.danegate.policy.Wording;
import org.jspecify.annotations.Nullable;

/// What is wrong with a policy file.
///
/// @param line 1 for the first
/// @param field dotted path such as `destinationControls.destinations[0].dane`; empty for the file as a whole
/// @param message one English sentence
/// @param wording the sentence by its code, null where it is not translated
public record Fault(
        int line, String field, String message, @Nullable Wording wording) {

    /// A fault in every language.
    public Fault(int line, String field, Wording wording) {
        this(line, field, wording.english(), wording);
    }

    /// `file:line: field: what is wrong`, as the contract has it.
    public String in(String file) {
        return file + ":" + line + ": " + (field.isEmpty() ? "" : field + ": ") + message;
    }
}
