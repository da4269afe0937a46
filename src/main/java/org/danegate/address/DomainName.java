package org.danegate.address;

import java.net.IDN;
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

    /// Reads a name as a person or a mail address writes it: any case, Unicode or A-labels, with or without final dot.
    ///
    /// @throws IllegalArgumentException when the text is no domain name
    public static DomainName parse(String text) {
        String trimmed = text.strip();
        String bare = trimmed.endsWith(".") ? trimmed.substring(0, trimmed.length() - 1) : trimmed;
        return new DomainName(IDN.toASCII(bare, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT));
    }

    /// The name with a label (or several, dotted) put in front, as in `_25._tcp` before an MX host.
    public DomainName prepend(String labels) {
        return new DomainName(labels + "." + ascii);
    }

    /// True for a strict subdomain: `mail.example.com` of `example.com`, never of itself.
    public boolean isSubdomainOf(DomainName parent) {
        return ascii.length() > parent.ascii.length() && ascii.endsWith("." + parent.ascii);
    }

    /// The name for people: U-labels where they exist.
    public String display() {
        return IDN.toUnicode(ascii);
    }

    @Override
    public int compareTo(DomainName other) {
        return ascii.compareTo(other.ascii);
    }

    @Override
    public String toString() {
        return ascii;
    }

    private static boolean isNormalized(String text) {
        if (text.isEmpty() || text.length() > 253) {
            return false;
        }
        for (String label : text.split("\\.", -1)) {
            if (label.isEmpty() || label.length() > 63 || !label.chars().allMatch(DomainName::isNameCharacter)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNameCharacter(int c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '*';
    }
}
