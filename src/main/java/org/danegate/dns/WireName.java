package org.danegate.dns;

import java.util.Locale;
import java.util.Optional;
import org.danegate.address.DomainName;
import org.xbill.DNS.Name;

/// Names as they come out of a DNS message. They are octets, not texts of a person: nothing of IDNA is done to
/// them, and case is all that is made equal (RFC 4343 3).
final class WireName {

    private WireName() {}

    /// The name without its final dot, other octets than letters, digits and hyphens as `\DDD` or with a backslash.
    static String text(Name name) {
        return name.toString(true).toLowerCase(Locale.ROOT);
    }

    /// The name; empty when it is none that a host or a domain can have, as the root name or a label with a blank.
    static Optional<DomainName> read(Name name) {
        try {
            return Optional.of(new DomainName(text(name)));
        } catch (IllegalArgumentException octets) {
            return Optional.empty();
        }
    }

    /// @throws IllegalArgumentException when the name is none that a host or a domain can have
    static DomainName require(Name name) {
        return new DomainName(text(name));
    }
}
