package org.danegate.policy.file;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;

/// What a destination table file must obey; each has its sentence in the bundle `messages/policy`.
public enum TableRule {
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
    DANE_WITHOUT_TLS;

    /// Code of its sentence.
    String code() {
        return "policy.table." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// That the rule is broken.
    ///
    /// @param line of the file, from 1
    /// @param places what is put into the sentence, in its order: key, value, what is allowed
    Fault broken(int line, Object... places) {
        Object[] texts = Arrays.stream(places).map(String::valueOf).toArray();
        return Fault.inLine(line, Wording.of(code(), texts));
    }

    /// The rule that a fault is about; empty where it is one of the policy's.
    static Optional<TableRule> brokenBy(Fault fault) {
        return Arrays.stream(values()).filter(rule -> rule.isBrokenBy(fault)).findFirst();
    }

    /// Whether a fault says that this rule is broken.
    boolean isBrokenBy(Fault fault) {
        return fault.says(code());
    }
}
