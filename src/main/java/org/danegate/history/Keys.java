package org.danegate.history;

import java.util.Locale;

/// Names for addresses, files and the HTTP API.
final class Keys {

    private Keys() {}

    /// The name of a constant as one word: `softBounced` for `SOFT_BOUNCED`.
    static String of(Enum<?> constant) {
        StringBuilder key = new StringBuilder();
        boolean begins = false;
        for (char c : constant.name().toLowerCase(Locale.ROOT).toCharArray()) {
            if (c != '_') {
                key.append(begins ? Character.toUpperCase(c) : c);
            }
            begins = c == '_';
        }
        return key.toString();
    }
}
