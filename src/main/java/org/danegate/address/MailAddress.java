package org.danegate.address;

import java.util.Locale;
import java.util.Optional;

/// A mailbox of an SMTP envelope (RFC 5321 4.1.2, RFC 6531): the text as it was given, and its domain for routing.
///
/// @param text the address as given, without angle brackets; sent on unchanged
/// @param domain the destination: A-labels in lower case, or an address literal in brackets such as `[192.0.2.1]`
public record MailAddress(String text, String domain) {

    /// Reads `local@domain`.
    ///
    /// @throws IllegalArgumentException when there is no local part, no domain, a control character or a bad domain
    public static MailAddress parse(String text) {
        int at = text.lastIndexOf('@');
        if (at <= 0 || at == text.length() - 1 || text.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
            throw new IllegalArgumentException("not a mail address: " + text);
        }
        String right = text.substring(at + 1);
        boolean literal = right.startsWith("[") && right.endsWith("]");
        return new MailAddress(
                text,
                literal
                        ? right.toLowerCase(Locale.ROOT)
                        : DomainName.parse(right).ascii());
    }

    /// The part before the last `@`, as given.
    public String localPart() {
        return text.substring(0, text.lastIndexOf('@'));
    }

    /// The domain as a name; empty for an address literal, to which DANE does not apply (RFC 7672 2.2).
    public Optional<DomainName> domainName() {
        return domain.startsWith("[") ? Optional.empty() : Optional.of(new DomainName(domain));
    }

    /// True when the address needs SMTPUTF8 (RFC 6531) to be sent.
    public boolean needsUtf8() {
        return localPart().chars().anyMatch(c -> c > 0x7e);
    }

    @Override
    public String toString() {
        return text;
    }
}
