package org.danegate.sasl;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The mechanisms, the strongest first: SCRAM never shows the password to the server.
public enum Mechanism {
    /// RFC 7677.
    SCRAM_SHA_256("SCRAM-SHA-256"),
    /// RFC 4616.
    PLAIN("PLAIN"),
    /// Never standardised, but some clients know nothing else (draft-murchison-sasl-login).
    LOGIN("LOGIN");

    private final String word;

    Mechanism(String word) {
        this.word = word;
    }

    /// Its registered name, as EHLO and AUTH have it.
    public String word() {
        return word;
    }

    /// The mechanism with a name in any case.
    public static Optional<Mechanism> of(String word) {
        return Arrays.stream(values())
                .filter(m -> m.word.equalsIgnoreCase(word))
                .findFirst();
    }

    /// The strongest of those that a peer offers; empty when none is known.
    public static Optional<Mechanism> best(List<String> offered) {
        return Arrays.stream(values())
                .filter(m -> offered.stream().anyMatch(m.word::equalsIgnoreCase))
                .findFirst();
    }
}
