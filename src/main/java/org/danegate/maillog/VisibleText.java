package org.danegate.maillog;

/// Makes text that others chose safe to stand in a log line: no control character, line or paragraph separator or
/// direction override survives as such, so nobody can write log lines of his own or hide part of one.
final class VisibleText {

    private VisibleText() {}

    static String of(String text) {
        StringBuilder visible = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isHarmless(c)) {
                if (visible != null) {
                    visible.append(c);
                }
            } else {
                if (visible == null) {
                    visible = new StringBuilder(text.length() + 8).append(text, 0, i);
                }
                visible.append(escaped(c));
            }
        }
        return visible == null ? text : visible.toString();
    }

    /// As above, and safe between single quotes.
    static String quoted(String text) {
        return "'" + of(text.replace("\\", "\\\\").replace("'", "\\'")) + "'";
    }

    private static boolean isHarmless(char c) {
        return c >= 0x20 && c < 0x7f
                || c > 0x9f
                        && c != '\u2028'
                        && c != '\u2029'
                        && !(c >= '\u200e' && c <= '\u200f')
                        && !(c >= '\u202a' && c <= '\u202e')
                        && !(c >= '\u2066' && c <= '\u2069')
                        && c != '\ufeff';
    }

    private static String escaped(char c) {
        return switch (c) {
            case '\r' -> "\\r";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            default -> c < 0x100 ? String.format("\\x%02x", (int) c) : String.format("\\u%04x", (int) c);
        };
    }
}
