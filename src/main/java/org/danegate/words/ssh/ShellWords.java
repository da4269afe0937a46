package org.danegate.words.ssh;

import java.util.ArrayList;
import java.util.List;

/// Splits a line into words as a shell does, with quotes and backslashes; nothing in it is expanded.
final class ShellWords {

    private ShellWords() {}

    /// @throws IllegalArgumentException for a quote without its end
    static List<String> of(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && quote != '\'' && i + 1 < line.length()) {
                word.append(kept(line.charAt(i + 1), quote)).append(line.charAt(++i));
                begun = true;
            } else if (quote == 0 ? c == '"' || c == '\'' : c == quote) {
                quote = quote == 0 ? c : 0;
                begun = true;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("a quote has no end: " + quote);
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }

    /// Between double quotes a backslash stays before everything but a quote or a backslash.
    private static String kept(char next, char quote) {
        return quote == '"' && next != '"' && next != '\\' ? "\\" : "";
    }
}
