package org.danegate.address;

import java.util.Locale;

/// A domain name as A-labels, lower case, without the trailing dot (RFC 5890; at most 253 octets, labels of 1 to 63).
/// Underscore labels such as `_25._tcp` are allowed, as DNS owner names need them.
///
/// @param ascii the normalized text
public record DomainName(String ascii) implements Comparable<DomainName> {

    /// @throws IllegalArgumentException when `ascii` is not a normalized domain name
    public DomainName {
        if (!isNormalized(ascii)) {
            throw new IllegalArgumentException("not a domain name: " + ascii);
        }
    }

    /// Parses a name as a person or a mail address writes it: any case, Unicode (UTS #46, non-transitional) or
    /// A-labels, with or without final dot. An ASCII name is not decoded, because DNS compares its octets, whatever
    /// they decode to.
    ///
    /// @throws IllegalArgumentException when the text is no domain name
    public static DomainName parse(String text) {
        String trimmed = text.strip();
        String bare = trimmed.endsWith(".") ? trimmed.substring(0, trimmed.length() - 1) : trimmed;
        // Tables of thousands of names are read again and again, and nearly all names are already normalized.
        return new DomainName(isNormalized(bare) ? bare : normalized(bare));
    }

    /// Whether the name stays valid with labels put in front; it may become too long (RFC 1035 3.1).
    public boolean takes(String labels) {
        return isNormalized(labels + "." + ascii);
    }

    /// The name with a label (or several, dotted) put in front, as in `_25._tcp` before an MX host.
    ///
    /// @throws IllegalArgumentException when the result is not a name; check with {@link #takes}
    public DomainName prepend(String labels) {
        return new DomainName(labels + "." + ascii);
    }

    /// True for a strict subdomain: `mail.example.com` of `example.com`, never of itself.
    public boolean isSubdomainOf(DomainName parent) {
        int dot = ascii.length() - parent.ascii.length() - 1;
        return dot >= 0 && ascii.charAt(dot) == '.' && ascii.endsWith(parent.ascii);
    }

    /// The name for people, in U-labels where they exist. Parsing the result gives the same name again.
    public String display() {
        return ascii.contains("xn--") ? Idna.toUnicode(ascii) : ascii;
    }

    @Override
    public int compareTo(DomainName other) {
        return ascii.compareTo(other.ascii);
    }

    @Override
    public String toString() {
        return ascii;
    }

    private static String normalized(String text) {
        return text.chars().allMatch(c -> c < 0x80)
                ? text.toLowerCase(Locale.ROOT)
                : Idna.toAscii(text)
                        .map(DomainName::withoutFinalDot)
                        .orElseThrow(() -> new IllegalArgumentException("not a domain name: " + text));
    }

    /// Mapping has turned a full-width dot at the end into a plain one.
    private static String withoutFinalDot(String text) {
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    private static boolean isNormalized(String text) {
        if (text.length() > 253) {
            return false;
        }
        int label = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' ? label == 0 : label == 63 || !isNameCharacter(c)) {
                return false;
            }
            label = c == '.' ? 0 : label + 1;
        }
        return label > 0;
    }

    private static boolean isNameCharacter(int c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '*';
    }
}
