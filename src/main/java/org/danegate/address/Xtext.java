package org.danegate.address;

import java.util.Optional;

/// Decodes the `xtext` of DSN parameters (RFC 3461 section 4): printable ASCII in which `+`, `=`, blanks and all other
/// characters are written as `+` and two upper-case hexadecimal digits.
public final class Xtext {

    private Xtext() {}

    /// Decodes xtext. The result is empty when the text is not xtext, or contains anything but printable ASCII and
    /// white space (ruled out by RFC 3461 4.2 and 4.4), so no line end can hide in it.
    public static Optional<String> decode(String xtext) {
        StringBuilder text = new StringBuilder(xtext.length());
        for (int i = 0; i < xtext.length(); i++) {
            int c = xtext.charAt(i);
            if (c == '+') {
                c = i + 2 < xtext.length() ? octet(xtext.charAt(i + 1), xtext.charAt(i + 2)) : -1;
                i += 2;
                if (c != '\t' && (c < ' ' || c > '~')) {
                    return Optional.empty();
                }
            } else if (c <= ' ' || c > '~' || c == '=') {
                return Optional.empty();
            }
            text.append((char) c);
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(text.toString());
    }

    private static int octet(char high, char low) {
        int first = digit(high);
        int second = digit(low);
        return first < 0 || second < 0 ? -1 : first << 4 | second;
    }

    private static int digit(char c) {
        return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    }
}
