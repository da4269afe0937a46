package org.danegate.address;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;

/// A mailbox of an SMTP envelope (RFC 5321 4.1.2, RFC 6531): the text as it was given, and its domain for routing.
///
/// @param text the address as given, without angle brackets; sent on unchanged
/// @param domain the destination: A-labels in lower case, or an address literal in brackets such as `[192.0.2.1]`
public record MailAddress(String text, String domain) {

    private static final String IPV6 = "IPv6:";

    /// Parses `local@domain`.
    ///
    /// @throws IllegalArgumentException when the local part or the domain is missing, or for a control character,
    ///     an invalid domain or an invalid address literal
    public static MailAddress parse(String text) {
        int at = text.lastIndexOf('@');
        if (at <= 0 || at == text.length() - 1 || !all(text, c -> c >= 0x20 && c != 0x7f)) {
            throw new IllegalArgumentException("not a mail address: " + text);
        }
        String right = text.substring(at + 1);
        boolean literal = right.startsWith("[");
        if (literal && !isLiteral(right)) {
            throw new IllegalArgumentException("not an address literal: " + right);
        }
        return new MailAddress(
                text,
                literal
                        ? right.toLowerCase(Locale.ROOT)
                        : DomainName.parse(right).ascii());
    }

    /// Whether a text is an address literal: `[192.0.2.1]` or `[IPv6:2001:db8::1]`, with `IPv6` in any case (RFC
    /// 5321 4.1.3). Zones and general literals do not count.
    public static boolean isLiteral(String text) {
        if (!text.startsWith("[") || !text.endsWith("]")) {
            return false;
        }
        String inside = text.substring(1, text.length() - 1);
        boolean six = inside.regionMatches(true, 0, IPV6, 0, IPV6.length());
        String address = six ? inside.substring(IPV6.length()) : inside;
        if (six != address.contains(":") || address.contains("%") || !six && address.split("\\.", -1).length != 4) {
            return false;
        }
        try {
            InetAddress.ofLiteral(address);
            return true;
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }

    /// The part before the last `@`, as given.
    public String localPart() {
        return text.substring(0, text.lastIndexOf('@'));
    }

    /// The address as sent to other hosts. A local part that is not a dot-string, such as `ab..cd` or one that ends
    /// in a dot, is quoted and names the same mailbox (RFC 5321 4.1.2; Postfix does the same). After an ASCII local
    /// part the domain is ASCII, so that the domain does not require SMTPUTF8.
    public String wireText() {
        String local = localPart();
        boolean ascii = all(text, c -> c < 0x80);
        String said = isQuoted(local) || isDotString(local)
                ? local
                : '"' + local.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        return said + "@" + (ascii || needsUtf8() ? text.substring(local.length() + 1) : domain);
    }

    /// Does the same for a reverse-path as it was given. The empty path, and one that cannot be parsed, stay as
    /// they are.
    public static String wireText(String path) {
        try {
            return path.isEmpty() ? path : parse(path).wireText();
        } catch (IllegalArgumentException unreadable) {
            return path;
        }
    }

    private static boolean isQuoted(String local) {
        return local.length() > 1 && local.startsWith("\"") && local.endsWith("\"");
    }

    /// Atoms with single dots between them (RFC 5321 4.1.2, RFC 6531 3.3).
    private static boolean isDotString(String local) {
        return !local.startsWith(".")
                && !local.endsWith(".")
                && !local.contains("..")
                && all(local, MailAddress::isAtomCharacter);
    }

    /// Without a stream: each message asks several times.
    private static boolean all(String text, IntPredicate which) {
        for (int i = 0; i < text.length(); i++) {
            if (!which.test(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /// Whether a local part may contain the character without quotes; the dot is included (RFC 5321 4.1.2, RFC
    /// 6531 3.3).
    public static boolean isAtomCharacter(int c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c > 0x9f
                || ".!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0;
    }

    /// The domain as a name; empty for an address literal, to which DANE does not apply (RFC 7672 2.2).
    public Optional<DomainName> domainName() {
        return domain.startsWith("[") ? Optional.empty() : Optional.of(new DomainName(domain));
    }

    /// True when the address needs SMTPUTF8 (RFC 6531) to be sent.
    public boolean needsUtf8() {
        return !all(localPart(), c -> c <= 0x7e);
    }

    @Override
    public String toString() {
        return text;
    }
}
