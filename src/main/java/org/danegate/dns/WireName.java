package org.danegate.dns;

import java.util.Locale;
import java.util.Optional;
import org.danegate.address.DomainName;
import org.xbill.DNS.Name;

/// Names as they come out of a DNS message. They are octets, not text that a person typed: IDNA does not apply, and
/// only case is normalized (RFC 4343 3).
final class WireName {

    private WireName() {}

    /// The name without its final dot, other octets than letters, digits and hyphens as `\DDD` or with a backslash.
    static String text(Name name) {
        return name.toString(true).toLowerCase(Locale.ROOT);
    }

    /// The name; empty when no host or domain can have it, such as the root name or a label with a blank.
    static Optional<DomainName> read(Name name) {
        try {
            return Optional.of(new DomainName(text(name)));
        } catch (IllegalArgumentException octets) {
            return Optional.empty();
        }
    }

    /// @throws IllegalArgumentException when no host or domain can have the name
    static DomainName require(Name name) {
        return new DomainName(text(name));
    }
}
