package org.danegate.console;

import java.text.Normalizer;

/// A text without case and accents, for comparison. It has the length of the original, so that a place in one is the
/// same place in the other.
final class FoldedText {

    private static final int FIRST_WITH_ACCENT = 0x80;

    private FoldedText() {}

    static String of(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            folded.append(of(text.charAt(i)));
        }
        return folded.toString();
    }

    private static char of(char one) {
        char plain = one < FIRST_WITH_ACCENT ? one : withoutAccent(one);
        return Character.toLowerCase(plain);
    }

    private static char withoutAccent(char one) {
        String parts = Normalizer.normalize(String.valueOf(one), Normalizer.Form.NFD);
        boolean accents = parts.chars().skip(1).allMatch(c -> Character.getType(c) == Character.NON_SPACING_MARK);
        return accents ? parts.charAt(0) : one;
    }
}
