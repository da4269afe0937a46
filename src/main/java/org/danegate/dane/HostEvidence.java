package org.danegate.dane;

import java.net.InetAddress;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.TlsaRecord;
import org.jspecify.annotations.Nullable;

/// What DNS says about one MX host, known before a connection is opened.
///
/// @param host the MX host as the MX record names it
/// @param preference MX preference, 0 for an implicit MX
/// @param ipv4 answer for type A, null when the family is not wanted
/// @param ipv6 answer for type AAAA, null when the family is not wanted
/// @param alias answer for type CNAME at the host itself; only asked when the host is an alias into an unsigned zone
/// @param tlsa TLSA lookups in the order made (RFC 7672 2.2.2); empty when no TLSA lookup was made
public record HostEvidence(
        DomainName host,
        int preference,
        @Nullable Answer<InetAddress> ipv4,
        @Nullable Answer<InetAddress> ipv6,
        @Nullable Answer<DomainName> alias,
        List<TlsaLookup> tlsa) {

    public HostEvidence {
        tlsa = List.copyOf(tlsa);
    }

    /// One TLSA lookup.
    ///
    /// @param baseDomain TLSA base domain: the parent of the `_port._tcp` name that was looked up; also SNI and
    ///     reference name
    public record TlsaLookup(DomainName baseDomain, Answer<TlsaRecord> answer) {}
}
