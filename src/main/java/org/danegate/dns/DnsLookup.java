package org.danegate.dns;

import java.net.InetAddress;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.MxRecord;
import org.danegate.dns.answer.TlsaRecord;
import org.jspecify.annotations.Nullable;

/// Validated lookups. Every call blocks until there is an answer or the resolver schedule is over; no call throws
/// because of a DNS answer. Names are absolute: no search list, no hosts file (D-50).
public interface DnsLookup {

    /// MX of a domain; aliases of the domain are followed.
    Answer<MxRecord> mx(DomainName domain);

    /// IPv4 addresses, aliases followed.
    Answer<InetAddress> a(DomainName host);

    /// IPv6 addresses, aliases followed.
    Answer<InetAddress> aaaa(DomainName host);

    /// The alias record of the name itself, not followed (RFC 7672 2.2.2).
    Answer<DomainName> cname(DomainName host);

    /// TLSA at the owner name `_port._tcp.base`, aliases followed.
    Answer<TlsaRecord> tlsa(DomainName owner);

    /// TLSA queried again, whatever is cached: a mismatch may only mean that the records have changed (D-62).
    Answer<TlsaRecord> freshTlsa(DomainName owner);

    /// TXT queried again, whatever is cached, aliases followed. The strings of a record are joined; each character
    /// is one octet.
    Answer<String> freshTxt(DomainName owner);

    /// TLSA from each configured server that is not resting, queried separately and in parallel, and validated.
    /// Slow servers are left out.
    ///
    /// @param but the server whose answer is known, as in [org.danegate.dns.answer.Provenance#resolver()]; null to
    ///     query all
    List<Answer<TlsaRecord>> tlsaOfOthers(DomainName owner, @Nullable String but);
}
