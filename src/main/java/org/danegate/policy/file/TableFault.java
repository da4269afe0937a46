package org.danegate.policy.file;

import java.util.Arrays;
import java.util.List;

/// A fault of a destination table file.
///
/// @param line from 1
/// @param places what is put into the sentence, in its order: key, value, what is allowed
public record TableFault(int line, Kind kind, List<String> places) {

    public TableFault {
        places = List.copyOf(places);
    }

    static TableFault of(int line, Kind kind, Object... places) {
        return new TableFault(
                line, kind, Arrays.stream(places).map(String::valueOf).toList());
    }

    /// What is wrong; each has its sentence in the console's languages.
    public enum Kind {
        /// The whole configuration of an appliance instead of a table.
        CONFIGURATION,
        /// Neither a section nor `key = value`.
        LINE,
        /// More entries than a table may have.
        TOO_MANY,
        /// That many faults more, which are not told one by one.
        MORE,
        /// A key before the first section.
        NO_SECTION,
        /// A section that names no domain.
        DOMAIN,
        /// A section that is there already.
        SECTION_TWICE,
        /// A key that is there already.
        KEY_TWICE,
        /// A key that the format does not have.
        KEY_UNKNOWN,
        /// A key that may stand in `[DEFAULT]` alone.
        KEY_OF_DEFAULT,
        /// A key that may not stand in `[DEFAULT]`.
        KEY_OF_DOMAINS,
        /// A name with characters that no name has, or too long.
        NAME,
        /// A word that is none of those allowed.
        VALUE,
        /// No whole number in the range.
        RANGE,
        /// A key that has to stand beside another.
        COMPANION,
        /// A key that `[DEFAULT]` needs.
        MISSING,
        /// No section `[DEFAULT]`.
        NO_DEFAULT,
        /// A bounce profile that the policy does not have.
        BOUNCE_PROFILE,
        /// DANE Support where TLS Support is None.
        DANE_WITHOUT_TLS,
        /// What the rules of the policy say beyond that, in a sentence of theirs.
        RULE
    }
}
