package org.danegate.address;

/// Text that others chose (a peer's reply, a client's address), made safe to stand in one line of a log, a page or a
/// notification. Harmful is every character that ends a line, hides text or turns its direction: controls, line and
/// paragraph separators, format characters such as U+202E (but not the joiners U+200C and U+200D, which words of some
/// scripts need) and surrogates without their other half.
public final class OutsideText {

    private OutsideText() {}

    /// The text with each harmful character replaced by `?`.
    public static String line(String text) {
        if (text.codePoints().allMatch(OutsideText::isHarmless)) {
            return text;
        }
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> line.appendCodePoint(isHarmless(c) ? c : '?'));
        return line.toString();
    }

    /// Whether a character can stand as it is.
    ///
    /// @param c code point; a lone surrogate is one of its own
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
            default -> true;
        };
    }
}
