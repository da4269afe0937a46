package org.danegate.dns.answer;

import org.danegate.address.DomainName;
import org.jspecify.annotations.Nullable;

/// An MX record (RFC 5321 5.1).
///
/// @param preference 0 to 65535, lower is tried first
/// @param exchange the MX host; null when the target is not a domain name, such as the null MX of RFC 7505 and names
///     with a blank, an `@` or octets beyond ASCII in a label
/// @param target the target as DNS writes it, without its final dot (RFC 1035 5.1); `.` for the root name
public record MxRecord(int preference, @Nullable DomainName exchange, String target) {

    private static final String ROOT = ".";

    /// Creates the record of a host; null gives the null MX.
    public MxRecord(int preference, @Nullable DomainName exchange) {
        this(preference, exchange, exchange == null ? ROOT : exchange.ascii());
    }

    /// True for a record whose target is the root name: as the only record it says that the domain accepts no mail
    /// (RFC 7505 3).
    public boolean nullMx() {
        return target.equals(ROOT);
    }
}
