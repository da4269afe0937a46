package org.danegate.policy.file;

import java.util.regex.Pattern;

/// Values of a destination table file: what stands after `=`, without the comment behind it.
final class TableText {

    private static final Pattern THOUSANDS = Pattern.compile("[,.](?=\\d{3}\\b)");

    private TableText() {}

    /// The value that a text says. A comment begins with `;` after a blank, as the appliance's files have it,
    /// and for words and numbers, in which neither can stand, with `#` too. Between double quotes everything
    /// is the value, and `\\"`, `\\\\`, `\\n`, `\\r`, `\\t` stand for what they do elsewhere; quotes are ours,
    /// for names that need them.
    ///
    /// @param raw what follows the sign
    /// @param name whether it names something, so that `#` may be part of it
    static String value(String raw, boolean name) {
        String text = raw.strip();
        if (text.startsWith("\"")) {
            StringBuilder inside = new StringBuilder();
            int end = quoted(text, inside);
            if (end > 0 && comment(text.substring(end).strip())) {
                return inside.toString();
            }
        }
        for (int i = 0; i < text.length(); i++) {
            boolean begins = i == 0 || Character.isWhitespace(text.charAt(i - 1));
            if (begins && (text.charAt(i) == ';' || !name && text.charAt(i) == '#')) {
                return text.substring(0, i).strip();
            }
        }
        return text;
    }

    /// Whether nothing, or a comment, is left of a line.
    static boolean comment(String rest) {
        return rest.isEmpty() || rest.startsWith(";") || rest.startsWith("#");
    }

    /// Reads from the first quote on.
    ///
    /// @return place after the closing quote; -1 when there is none
    private static int quoted(String text, StringBuilder inside) {
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                return i + 1;
            }
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                inside.append(
                        switch (text.charAt(i)) {
                            case 'n' -> '\n';
                            case 'r' -> '\r';
                            case 't' -> '\t';
                            default -> text.charAt(i);
                        });
            } else {
                inside.append(c);
            }
        }
        return -1;
    }

    /// A name as it is written: as it is where it is read so, else between quotes.
    static String written(String name) {
        boolean plain = value(name, true).equals(name) && name.chars().noneMatch(Character::isISOControl);
        return plain
                ? name
                : '"'
                        + name.replace("\\", "\\\\")
                                .replace("\"", "\\\"")
                                .replace("\n", "\\n")
                                .replace("\r", "\\r")
                                .replace("\t", "\\t")
                        + '"';
    }

    /// A whole number, with or without separators of thousands, as the form takes it.
    ///
    /// @throws NumberFormatException when it is none
    static int number(String text) {
        return Integer.parseInt(THOUSANDS.matcher(text.strip()).replaceAll(""));
    }
}
