package org.danegate.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the rules found, with the wordings that several of them share.
final class Findings {

    private final List<Violation> violations = new ArrayList<>(0);

    /// All of them, in the order they were found.
    List<Violation> all() {
        return List.copyOf(violations);
    }

    boolean isEmpty() {
        return violations.isEmpty();
    }

    /// Takes over what was found about one object.
    ///
    /// @param object put before each field
    void addAll(Findings about, String object) {
        about.violations.forEach(v -> violations.add(v.at(object + v.field())));
    }

    void error(String field, String message) {
        violations.add(Violation.error(field, message));
    }

    void error(String field, Wording wording) {
        violations.add(Violation.error(field, wording));
    }

    void advice(String field, String message) {
        violations.add(new Violation(field, message, Violation.Severity.ADVICE, null));
    }

    void advice(String field, Wording wording) {
        violations.add(Violation.advice(field, wording));
    }

    /// A field's name in words, by the last part of its path.
    private static Wording label(String field) {
        return Wording.of("policy.label." + field.substring(field.lastIndexOf('.') + 1));
    }

    void range(String field, @Nullable Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            error(field, Wording.of("policy.range", label(field), least, most, value));
        }
    }

    void range(String field, Duration value, long least, long most) {
        if (value.toSeconds() < least || value.toSeconds() > most) {
            error(field, Wording.of("policy.range.seconds", label(field), least, most, value.toSeconds()));
        }
    }

    void address(String field, String address) {
        if (!NetworkAddress.isAddress(address)) {
            error(field, Wording.of("policy.address", address));
        }
    }
}
