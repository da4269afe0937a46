package org.danegate.policy.file;

import java.util.regex.Pattern;

/// Values of a destination table file: the text after `=`, without a comment.
final class TableText {

    private static final Pattern THOUSANDS = Pattern.compile("[,.](?=\\d{3}\\b)");

    private TableText() {}

    /// The value of a text. A comment begins with `;` after white space, as in the appliance's files. For words and
    /// numbers, which cannot contain either sign, it may also begin with `#`. Between double quotes everything
    /// belongs to the value, and `\\"`, `\\\\`, `\\n`, `\\r`, `\\t` have their usual meanings. Quotes are our
    /// extension, for names that need them.
    ///
    /// @param raw the text after the equals sign
    /// @param name whether the value is a name, so that `#` may be part of it
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

    /// Whether the rest of a line is empty or a comment.
    static boolean comment(String rest) {
        return rest.isEmpty() || rest.startsWith(";") || rest.startsWith("#");
    }

    /// Reads from the first quote.
    ///
    /// @return position after the closing quote; -1 when there is none
    private static int quoted(String text, StringBuilder inside) {
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                return i + 1;
            }
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                inside.append(escaped(text.charAt(i)));
            } else {
                inside.append(c);
            }
        }
        return -1;
    }

    private static char escaped(char letter) {
        return switch (letter) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> letter;
        };
    }

    /// A name in its written form: unchanged if it can be read back that way, otherwise between quotes.
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

    /// A whole number, with or without thousands separators, as on the form.
    ///
    /// @throws NumberFormatException when it is none
    static int number(String text) {
        return Integer.parseInt(THOUSANDS.matcher(text.strip()).replaceAll(""));
    }
}
