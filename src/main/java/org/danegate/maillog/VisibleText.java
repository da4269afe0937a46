package org.danegate.maillog;

import org.danegate.address.OutsideText;

/// Makes text that others chose safe to stand in a log line: no control character, line or paragraph separator
/// or direction override survives as such, so nobody can write log lines of his own or hide part of one.
final class VisibleText {

    private VisibleText() {}

    static String of(String text) {
        if (text.codePoints().allMatch(OutsideText::isHarmless)) {
            return text;
        }
        StringBuilder visible = new StringBuilder(text.length() + 8);
        text.codePoints().forEach(c -> {
            if (OutsideText.isHarmless(c)) {
                visible.appendCodePoint(c);
            } else {
                visible.append(escaped(c));
            }
        });
        return visible.toString();
    }

    /// As above, and between quotes as the appliance's Python prints a string: single ones, double ones where
    /// the text has single ones alone, and `\'` where it has both. Programs that read the appliance's logs
    /// expect these.
    static String quoted(String text) {
        String escaped = text.replace("\\", "\\\\");
        if (text.contains("'") && !text.contains("\"")) {
            return '"' + of(escaped) + '"';
        }
        return "'" + of(escaped.replace("'", "\\'")) + "'";
    }

    /// As `of`, between double quotes and otherwise as it is: such a text ends its line, and readers take
    /// everything up to the last quote.
    static String inDoubleQuotes(String text) {
        return '"' + of(text) + '"';
    }

    private static String escaped(int c) {
        return switch (c) {
            case '\r' -> "\\r";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            default -> c < 0x100 ? String.format("\\x%02x", c) : String.format("\\u%04x", c);
        };
    }
}
