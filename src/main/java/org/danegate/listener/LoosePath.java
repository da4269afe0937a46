package org.danegate.listener;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the address when senders do not write `<address>` (appliance: SMTP Address Parsing, Loose): without brackets,
/// in several brackets, after a name, or with comments, which may be nested.
final class LoosePath {

    private final String text;
    private int at;

    private LoosePath(String text) {
        this.text = text;
    }

    /// @param text what follows the colon
    /// @return the address without brackets and comments, and the text after it; empty when there is no address, or
    ///     when a bracket, quote or comment is not closed
    static Optional<PathSyntax.Parsed> find(String text) {
        return new LoosePath(text).find();
    }

    private Optional<PathSyntax.Parsed> find() {
        @Nullable String first = null;
        int behind = 0;
        while (skip()) {
            if (isNext('<')) {
                return inBrackets();
            }
            int before = at;
            String word = word();
            if (word == null || !skip()) {
                return Optional.empty();
            }
            if (first == null) {
                first = word;
                behind = at;
            }
            // Brackets after an address belong to a parameter; brackets after mere words contain the
            // address that the words name.
            boolean address = word.lastIndexOf('@') > word.lastIndexOf('"');
            if (address || at == before || at == text.length()) {
                return first.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new PathSyntax.Parsed(first, text.substring(behind)));
            }
        }
        return Optional.empty();
    }

    private Optional<PathSyntax.Parsed> inBrackets() {
        int depth = 0;
        while (isNext('<')) {
            depth++;
            at++;
            if (!skip()) {
                return Optional.empty();
            }
        }
        String address = word();
        if (address == null || !skipClosing(depth)) {
            return Optional.empty();
        }
        boolean apart = at >= text.length() || isNext(' ') || isNext('(');
        return apart && skip() ? Optional.of(new PathSyntax.Parsed(address, text.substring(at))) : Optional.empty();
    }

    /// Skips closing brackets; false when there are fewer.
    private boolean skipClosing(int depth) {
        for (int open = depth; open > 0; open--) {
            if (!skip() || !isNext('>')) {
                return false;
            }
            at++;
        }
        return true;
    }

    private boolean isNext(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    /// Skips blanks and comments; false when a comment does not end.
    private boolean skip() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '(') {
                if (!comment()) {
                    return false;
                }
            } else if (c == ' ' || c == '\t') {
                at++;
            } else {
                return true;
            }
        }
        return true;
    }

    private boolean comment() {
        int depth = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\\') {
                at++;
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                return true;
            }
        }
        return false;
    }

    /// Text up to a blank or bracket outside quotes, without its comments; null when a quote or comment does
    /// not end.
    private @Nullable String word() {
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (quoted && c == '\\' && at + 1 < text.length()) {
                word.append(c).append(text.charAt(at + 1));
                at += 2;
                continue;
            }
            if (!quoted && c == '(') {
                if (!comment()) {
                    return null;
                }
                continue;
            }
            if (!quoted && endsWord(c)) {
                break;
            }
            quoted ^= c == '"';
            word.append(c);
            at++;
        }
        return quoted ? null : word.toString();
    }

    private static boolean endsWord(char c) {
        return c == ' ' || c == '\t' || c == '<' || c == '>';
    }
}
