package org.danegate.verify.web;

import java.util.Optional;
import org.danegate.address.DomainName;
import org.jspecify.annotations.Nullable;

/// The domain as a person or script enters it.
final class DomainField {

    static final String BAD = "Enter a domain name such as example.org.";
    static final String BUSY = "Too many verifications are running. Try again shortly.";

    private DomainField() {}

    static Optional<DomainName> read(@Nullable String text) {
        try {
            return text == null ? Optional.empty() : Optional.of(DomainName.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
