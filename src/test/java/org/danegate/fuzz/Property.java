package org.danegate.fuzz;

import org.danegate.address.OutsideText;

/// What must be true whatever came in.
public final class Property {

    private Property() {}

    /// @param what is wrong where it does not hold
    /// @throws AssertionError a finding
    public static void holds(boolean property, String what) {
        if (!property) {
            throw new AssertionError(what);
        }
    }

    /// A text that may stand in a line of a log or a page: nothing in it ends the line, hides or turns text.
    public static void oneLine(String text) {
        holds(text.codePoints().allMatch(OutsideText::isHarmless), "harmful in a line: " + escaped(text));
    }

    /// A text that may stand in a field of a message or a command: printable ASCII and blanks.
    public static void ascii(String text) {
        holds(text.chars().allMatch(c -> c == '\t' || c >= ' ' && c <= '~'), "no plain ASCII: " + escaped(text));
    }

    /// A text with all but printable ASCII as numbers, for the report of a finding.
    public static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(c -> {
            if (c >= ' ' && c <= '~' && c != '\\') {
                escaped.append((char) c);
            } else {
                escaped.append(String.format("\\u%04x", c));
            }
        });
        return escaped.toString();
    }
}
