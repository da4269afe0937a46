package org.danegate.config;

import java.util.List;
import org.danegate.policy.Policy;

/// One object of the policy that differs between two policies.
///
/// @param kind what happened to it
/// @param fields its differing fields, in the order of the policy file
public record PolicyChange(PolicyObject object, Kind kind, List<Field> fields) {

    private static final int LONGEST_TOLD = 8000;
    private static final int LONGEST_LINE = 2000;

    public PolicyChange {
        fields = List.copyOf(fields);
    }

    /// What happened to an object.
    public enum Kind {
        ADDED,
        CHANGED,
        DELETED
    }

    /// A value that differs; a missing value is empty text.
    ///
    /// @param inheritedBefore value of Default that applied where there was none; empty if nothing is inherited
    /// @param inheritedAfter value of Default that applies where there is none
    public record Field(String name, String before, String after, String inheritedBefore, String inheritedAfter) {}

    /// Distinguishes this difference from every other one: a page sends it back, so that only what it showed is
    /// reverted. 32 hexadecimal digits.
    public String id() {
        return PolicyFingerprint.of(line()).substring(0, 32);
    }

    /// One line for the revision's record.
    public String line() {
        StringBuilder line = new StringBuilder(kind.name()).append(' ').append(object.english());
        fields.forEach(f -> line.append("; ")
                .append(f.name())
                .append(": ")
                .append(f.before())
                .append(" → ")
                .append(f.after()));
        return line.toString();
    }

    /// All differences, one a line, cut at 900,000 characters.
    static String lines(Policy before, Policy after) {
        String lines = String.join(
                "\n", between(before, after).stream().map(PolicyChange::line).toList());
        return lines.length() > 900_000 ? lines.substring(0, 900_000) : lines;
    }

    /// Does the same for the audit log: as many whole lines as fit in 8,000 characters, and how many are left out.
    static String told(Policy before, Policy after) {
        List<PolicyChange> changes = between(before, after);
        StringBuilder told = new StringBuilder();
        for (int i = 0; i < changes.size(); i++) {
            String line = changes.get(i).line().replaceAll("\\R", " ");
            String part = line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line;
            if (told.length() + part.length() > LONGEST_TOLD) {
                return told.append("… and ")
                        .append(changes.size() - i)
                        .append(" more")
                        .toString();
            }
            told.append(part).append('\n');
        }
        return told.toString().stripTrailing();
    }

    /// All differences, in the order of the policy file's sections. Within a section, existing objects come before
    /// new ones.
    public static List<PolicyChange> between(Policy before, Policy after) {
        return PolicyComparison.between(before, after);
    }
}
