package org.danegate.sections.web;

import org.springframework.validation.BindingResult;

/// Reads a whole number from a field of the DNS form.
final class TypedNumber {

    private TypedNumber() {}

    /// @param otherwise the number for an empty text, and for one that has a fault
    static int read(String field, String text, int otherwise, BindingResult faults) {
        if (text.isBlank()) {
            return otherwise;
        }
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            faults.rejectValue(
                    field, "dns.fault.number", new Object[] {text}, "A whole number is expected; you entered ''{0}''.");
            return otherwise;
        }
    }
}
