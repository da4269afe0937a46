package org.danegate.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the rules found, with the wordings that several of them share.
final class Findings {

    private final List<Violation> violations = new ArrayList<>();

    /// All of them, in the order they were found.
    List<Violation> all() {
        return List.copyOf(violations);
    }

    void error(String field, String message) {
        violations.add(Violation.error(field, message));
    }

    void advice(String field, String message) {
        violations.add(new Violation(field, message, Violation.Severity.ADVICE));
    }

    void range(String field, String label, @Nullable Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            error(
                    field,
                    String.format(
                            Locale.ROOT, "%s must be between %,d and %,d; you entered %d.", label, least, most, value));
        }
    }

    void range(String field, String label, Duration value, long least, long most) {
        if (value.toSeconds() < least || value.toSeconds() > most) {
            error(
                    field,
                    String.format(
                            Locale.ROOT,
                            "%s must be between %,d and %,d seconds; you entered %d.",
                            label,
                            least,
                            most,
                            value.toSeconds()));
        }
    }

    void address(String field, String address) {
        if (!NetworkAddress.isAddress(address)) {
            error(field, "An IPv4 or IPv6 address is expected, not '" + address + "'.");
        }
    }
}
