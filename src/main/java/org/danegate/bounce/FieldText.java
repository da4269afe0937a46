package org.danegate.bounce;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.danegate.address.OutsideText;

/// Turns text of others into values of header and delivery-status fields: ASCII only, folded so that no line comes near
/// 998 octets (RFC 5322 2.1.1), with nothing that ends a field or begins one.
final class FieldText {

    /// Characters of a peer's words that a notification shows; the rest is cut.
    static final int LONGEST = 1000;

    /// Marks where text was cut.
    static final String CUT = " [...]";

    private static final int LINE = 76;
    /// A word of more octets than this is broken, because it has no place to fold.
    private static final int WORD = 200;
    /// Octets of text in one encoded word, which may have 75 (RFC 2047 section 2).
    private static final int ENCODED = 60;

    private FieldText() {}

    /// Encodes free text: plain when it consists of short ASCII words, otherwise as encoded words (RFC 2047 section
    /// 2). Text that looks like an encoded word is encoded too, so that the reader sees exactly the original text.
    ///
    /// @param used octets before it on the first line
    static String free(int used, String text) {
        // Only our own texts use these characters; in ASCII a person can read the rest in the source of
        // a notification.
        String clean = cut(text).replace("…", "...").replace("→", "->");
        return isPlain(clean) ? folded(used, clean) : encoded(used, clean);
    }

    /// The text in one line without harmful characters and cut with a mark.
    static String cut(String text) {
        String line = OutsideText.line(text).strip();
        return line.codePointCount(0, line.length()) <= LONGEST
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST)) + CUT;
    }

    /// ASCII text folded at its blanks; a word that does not fit in a line is broken.
    ///
    /// @param used octets before it on the first line
    static String folded(int used, String ascii) {
        StringBuilder out = new StringBuilder(ascii.length() + 16);
        int column = used;
        for (String word : ascii.split("(?= )", -1)) {
            if (column + word.length() > LINE && word.length() > 1) {
                out.append("\r\n");
                column = 0;
                if (word.charAt(0) != ' ') {
                    out.append(' ');
                }
            }
            for (int start = 0; start < word.length(); start += WORD) {
                String piece = word.substring(start, Math.min(start + WORD, word.length()));
                out.append(start == 0 ? "" : "\r\n ").append(piece);
                column = start == 0 ? column + piece.length() : piece.length();
            }
        }
        return out.toString();
    }

    private static boolean isPlain(String text) {
        int word = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            word = c == ' ' ? 0 : word + 1;
            if (c > 0x7e || word > WORD) {
                return false;
            }
        }
        return !text.contains("=?");
    }

    private static String encoded(int used, String text) {
        StringBuilder out = new StringBuilder(text.length() * 3);
        StringBuilder word = new StringBuilder();
        int room = Math.max(6, ENCODED - used);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            String coded = coded(c);
            if (word.length() + coded.length() > room) {
                out.append("=?UTF-8?Q?").append(word).append("?=\r\n ");
                word.setLength(0);
                room = ENCODED;
            }
            word.append(coded);
        }
        return out.append("=?UTF-8?Q?").append(word).append("?=").toString();
    }

    /// A character in the Q encoding; the few that are allowed everywhere stay as they are (RFC 2047 5 (3)).
    private static String coded(int c) {
        if (c == ' ') {
            return "_";
        }
        if (c < 0x7f && Character.isLetterOrDigit(c) || "!*+-/".indexOf(c) >= 0) {
            return Character.toString(c);
        }
        StringBuilder coded = new StringBuilder();
        for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
            coded.append(String.format(Locale.ROOT, "=%02X", b & 0xff));
        }
        return coded.toString();
    }
}
