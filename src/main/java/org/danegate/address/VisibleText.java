package org.danegate.address;

/// Makes text from others safe in a log line. No control character, line or paragraph separator or direction override
/// is left unescaped, so nobody can forge log lines or hide part of one.
public final class VisibleText {

    private VisibleText() {}

    /// The text with each harmful character as an escape: `\n`, `\x1b`, `\u2028`.
    public static String of(String text) {
        if (OutsideText.isHarmless(text)) {
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

    /// Like `of`, in quotes as the appliance's Python prints a string: single quotes, double ones where the text
    /// has only single ones, and `\'` where it has both. Programs that read the appliance's logs expect these.
    public static String quoted(String text) {
        String escaped = text.replace("\\", "\\\\");
        if (text.contains("'") && !text.contains("\"")) {
            return '"' + of(escaped) + '"';
        }
        return "'" + of(escaped.replace("'", "\\'")) + "'";
    }

    /// Like `of`, in double quotes and otherwise unchanged: such a text ends its line, and readers take everything
    /// up to the last quote.
    public static String inDoubleQuotes(String text) {
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
