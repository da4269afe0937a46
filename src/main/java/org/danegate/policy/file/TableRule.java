package org.danegate.policy.file;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;

/// The rules of a destination table file; each has its sentence in the bundle `messages/policy`.
public enum TableRule {
    /// The whole configuration of an appliance instead of a table.
    CONFIGURATION,
    /// Neither a section nor `key = value`.
    LINE,
    /// More entries than a table may have.
    TOO_MANY,
    /// The number of further faults, which are not reported one by one.
    MORE,
    /// A key before the first section.
    NO_SECTION,
    /// A section that names no domain.
    DOMAIN,
    /// A section that exists already.
    SECTION_TWICE,
    /// A key that exists already.
    KEY_TWICE,
    /// A key that the format does not have.
    KEY_UNKNOWN,
    /// A key that is allowed only in `[DEFAULT]`.
    KEY_OF_DEFAULT,
    /// A key that is not allowed in `[DEFAULT]`.
    KEY_OF_DOMAINS,
    /// A name that is too long or has invalid characters.
    NAME,
    /// A word that is not allowed.
    VALUE,
    /// Not a whole number in the range.
    RANGE,
    /// A key that is required next to another.
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

    /// The fault for a violation of this rule.
    ///
    /// @param line of the file, from 1
    /// @param places the values for the sentence, in its order: key, value, what is allowed
    Fault broken(int line, Object... places) {
        Object[] texts = Arrays.stream(places).map(String::valueOf).toArray();
        return Fault.inLine(line, Wording.of(code(), texts));
    }

    /// The rule that a fault violates; empty when it is one of the policy's.
    static Optional<TableRule> brokenBy(Fault fault) {
        return Arrays.stream(values()).filter(rule -> rule.isBrokenBy(fault)).findFirst();
    }

    /// Whether a fault reports a violation of this rule.
    boolean isBrokenBy(Fault fault) {
        return fault.says(code());
    }
}
