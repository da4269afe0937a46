package org.danegate.policy.file;

import java.util.Optional;
import java.util.regex.Pattern;

/// Whole numbers in the configuration of an appliance.
final class ApplianceNumber {

    private static final Pattern DIGITS = Pattern.compile("\\d{1,9}");

    private ApplianceNumber() {}

    /// Empty when the text is no whole number of up to nine digits.
    static Optional<Integer> of(String text) {
        return DIGITS.matcher(text).matches() ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }
}
