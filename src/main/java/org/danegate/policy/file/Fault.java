package org.danegate.policy.file;

/// What is wrong with a policy file.
///
/// @param line 1 for the first
/// @param field dotted path such as `destinationControls.destinations[0].dane`; empty for the file as a whole
public record Fault(int line, String field, String message) {

    /// `file:line: field: what is wrong`, as the contract has it.
    public String in(String file) {
        return file + ":" + line + ": " + (field.isEmpty() ? "" : field + ": ") + message;
    }
}
