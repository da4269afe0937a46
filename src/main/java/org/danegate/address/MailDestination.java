package org.danegate.address;

/// Where a mailbox's mail goes: to a domain, or to the host of an address literal (RFC 5321 2.3.5 and 4.1.3).
public sealed interface MailDestination {

    /// The destination as queue, log and pages name it: A-labels in lower case, or the literal in brackets.
    String text();

    /// A domain.
    record Domain(DomainName name) implements MailDestination {
        @Override
        public String text() {
            return name.ascii();
        }
    }

    /// An address literal.
    ///
    /// @param text such as `[192.0.2.1]` or `[ipv6:2001:db8::1]`
    record Literal(String text) implements MailDestination {}

    /// Parses a text in the form of {@link #text}.
    static MailDestination of(String text) {
        return text.startsWith("[") ? new Literal(text) : new Domain(new DomainName(text));
    }
}
