package org.danegate.dkim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.danegate.address.DomainName;

/// The address that a message is signed for: that of its From field, and of Sender when there are several authors
/// (RFC 5322 3.6.2).
///
/// @param address as written, without name and brackets
/// @param domain its domain
record Author(String address, DomainName domain) {

    /// The author of a message; empty when its header names none, or several without a sender.
    static Optional<Author> of(List<HeaderField> header) {
        List<HeaderField> from = named(header, "from");
        if (from.size() != 1) {
            return Optional.empty();
        }
        List<String> authors = addresses(from.getFirst().value());
        if (authors.size() == 1) {
            return of(authors.getFirst());
        }
        List<HeaderField> sender = named(header, "sender");
        List<String> senders = sender.size() == 1 ? addresses(sender.getFirst().value()) : List.of();
        return authors.size() > 1 && senders.size() == 1 ? of(senders.getFirst()) : Optional.empty();
    }

    private static List<HeaderField> named(List<HeaderField> header, String name) {
        return header.stream().filter(field -> field.name().equals(name)).toList();
    }

    private static Optional<Author> of(String address) {
        int at = address.lastIndexOf('@');
        if (at < 1) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Author(address, DomainName.parse(address.substring(at + 1))));
        } catch (IllegalArgumentException literalOrNone) {
            return Optional.empty();
        }
    }

    /// The addresses of an address list, without names, comments and group names.
    static List<String> addresses(String list) {
        List<String> found = new ArrayList<>();
        StringBuilder bare = new StringBuilder();
        boolean bracketed = false;
        int i = 0;
        while (i < list.length()) {
            char c = list.charAt(i);
            int end = i + 1;
            switch (c) {
                case '"' -> {
                    end = quoted(list, i);
                    bare.append(list, i, end);
                }
                case '(' -> end = comment(list, i);
                case '<' -> {
                    end = bracket(list, i);
                    take(new StringBuilder(route(list.substring(i + 1, Math.max(i + 1, end - 1)))), found);
                    bracketed = true;
                }
                case ',', ';' -> {
                    take(bracketed ? new StringBuilder() : bare, found);
                    bare.setLength(0);
                    bracketed = false;
                }
                // The name of a group ends here.
                case ':' -> bare.setLength(0);
                default -> bare.append(c);
            }
            i = end;
        }
        take(bracketed ? new StringBuilder() : bare, found);
        return found;
    }

    private static void take(StringBuilder text, List<String> found) {
        String address = text.toString().replaceAll("[ \t]", "");
        if (!address.isEmpty()) {
            found.add(address);
        }
    }

    /// Leaves out a source route: `<@a,@b:user@c>`.
    private static String route(String path) {
        return path.startsWith("@") && path.contains(":") ? path.substring(path.indexOf(':') + 1) : path;
    }

    /// The position behind a quoted string.
    private static int quoted(String text, int from) {
        for (int i = from + 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '"') {
                return i + 1;
            }
        }
        return text.length();
    }

    /// The position behind an address in brackets. Without the closing bracket nothing of it is an address.
    private static int bracket(String text, int from) {
        for (int i = from + 1; i < text.length(); i++) {
            if (text.charAt(i) == '"') {
                i = quoted(text, i) - 1;
            } else if (text.charAt(i) == '>') {
                return i + 1;
            }
        }
        return from + 1;
    }

    private static int comment(String text, int from) {
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '\\' -> i++;
                case '(' -> depth++;
                case ')' -> {
                    if (--depth == 0) {
                        return i + 1;
                    }
                }
                default -> {}
            }
        }
        return text.length();
    }
}
