package org.danegate.address;

/// Makes text that others chose (a peer's reply, a client's address) safe to show in one line of a log, a page, a file
/// or a notification. All of them use this one rule. Harmful is every character that ends a line, hides text or turns
/// its direction: controls, line and paragraph separators, format characters such as U+202E (but not the joiners U+200C
/// and U+200D, which words of some scripts, and names by IDNA2008, need), letters and marks that show nothing, and
/// surrogates without their other half.
public final class OutsideText {

    private OutsideText() {}

    /// The text with each harmful character replaced by `?`.
    public static String line(String text) {
        if (isHarmless(text)) {
            return text;
        }
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> line.appendCodePoint(isHarmless(c) ? c : '?'));
        return line.toString();
    }

    /// The beginning of the text in one line, as {@link #line} makes it, and how much text was cut.
    ///
    /// @param most characters of the beginning, 1 or more
    public static String brief(String text, int most) {
        return line(ShortText.of(text, most));
    }

    /// Does the same as `line` for a text of several lines; line feeds and tabs stay.
    public static String lines(String text) {
        if (isPlain(text) || text.codePoints().allMatch(OutsideText::isHarmlessInLines)) {
            return text;
        }
        StringBuilder lines = new StringBuilder(text.length());
        text.codePoints().forEach(c -> lines.appendCodePoint(isHarmlessInLines(c) ? c : '?'));
        return lines.toString();
    }

    private static boolean isHarmlessInLines(int c) {
        return c == '\n' || c == '\t' || isHarmless(c);
    }

    /// Whether a text of one line can be shown as it is.
    public static boolean isHarmless(String text) {
        return isPlain(text) || text.codePoints().allMatch(OutsideText::isHarmless);
    }

    /// Whether there are only ASCII characters that can be shown: most texts are so, and every log line asks.
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c >= 0x7f) {
                return false;
            }
        }
        return true;
    }

    /// Whether a character can be shown as it is.
    ///
    /// @param c code point; a lone surrogate counts as one
    public static boolean isHarmless(int c) {
        if (c >= 0x20 && c < 0x7f || c == 0x200c || c == 0x200d) {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> !showsNothing(c);
        };
    }

    /// Whether no font shows the letter or mark (Unicode `Default_Ignorable_Code_Point` outside the category Cf).
    /// Two texts that differ only in such characters look the same. Variation selectors change what is shown, so
    /// they stay.
    private static boolean showsNothing(int c) {
        return switch (c) {
            case 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180c, 0x180d, 0x180f, 0x2065, 0x3164, 0xffa0 -> true;
            default -> c >= 0xfff0 && c <= 0xfff8 || c >= 0xe0000 && c <= 0xe00ff || c >= 0xe01f0 && c <= 0xe0fff;
        };
    }
}
