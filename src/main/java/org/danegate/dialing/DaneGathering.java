package org.danegate.dialing;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.danegate.address.DomainName;
import org.danegate.dane.DaneDecision;
import org.danegate.dane.DomainEvidence;
import org.danegate.dane.HostEvidence;
import org.danegate.dane.HostEvidence.TlsaLookup;
import org.danegate.dns.DnsLookup;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.policy.IpAddressPreference;
import org.jspecify.annotations.Nullable;

/// Gathers what DNS says about a destination, in the order of RFC 7672 2.2: MX, addresses, then TLSA. Makes no
/// decision; the evidence is complete even when lookups fail.
public final class DaneGathering {

    private final DnsLookup dns;
    private final TlsaGathering tlsa;

    /// @param dns validated lookups
    public DaneGathering(DnsLookup dns) {
        this.dns = dns;
        this.tlsa = new TlsaGathering(dns);
    }

    /// MX of the destination.
    DomainEvidence domain(DomainName domain) {
        return new DomainEvidence(domain, dns.mx(domain));
    }

    /// MX of a destination without DANE: the answer of a resolver that drops DNSSEC data counts.
    DomainEvidence plainDomain(DomainName domain) {
        return new DomainEvidence(domain, dns.mx(domain).whereNothingIsPromised());
    }

    /// Addresses of one host, without TLSA: all that a destination without DANE needs. The answer of a resolver
    /// that drops DNSSEC data counts.
    ///
    /// @param families a Required preference queries one family only
    HostEvidence addresses(DomainName host, int preference, IpAddressPreference families) {
        BothFamilies found = BothFamilies.of(dns, host, families, first -> {});
        return new HostEvidence(host, preference, plain(found.ipv4()), plain(found.ipv6()), null, List.of());
    }

    private static @Nullable Answer<InetAddress> plain(@Nullable Answer<InetAddress> answer) {
        return answer == null ? null : answer.whereNothingIsPromised();
    }

    /// Addresses of one host and, if they are secure, its TLSA records.
    ///
    /// @param port the port that will be dialled; part of the TLSA owner name
    /// @param families a Required preference queries one family only
    public HostEvidence host(DomainName host, int preference, int port, IpAddressPreference families) {
        AtomicReference<@Nullable CompletableFuture<List<TlsaLookup>>> early = new AtomicReference<>();
        BothFamilies found = BothFamilies.of(dns, host, families, first -> early.set(tlsaOfSecure(host, first, port)));
        HostEvidence plain = new HostEvidence(host, preference, found.ipv4(), found.ipv6(), null, List.of());
        CompletableFuture<List<TlsaLookup>> asked = early.get();
        if (asked != null) {
            List<TlsaLookup> lookups =
                    BothFamilies.await(asked, Duration.ZERO, () -> List.of(TlsaGathering.unanswered(host, port)));
            return TlsaGathering.withTlsa(plain, lookups);
        }
        return withTlsaIfSecure(plain, port);
    }

    private HostEvidence withTlsaIfSecure(HostEvidence plain, int port) {
        Answer.Found<InetAddress> alias = aliased(plain);
        boolean insecure = DaneDecision.addressStatus(plain) == SecurityStatus.INSECURE;
        HostEvidence known = insecure && alias != null ? withAlias(plain) : plain;
        if (DaneDecision.addressStatus(known) != SecurityStatus.SECURE) {
            // Unsigned zones may answer TLSA queries with errors or not at all, so they are not
            // queried (D-44).
            return known;
        }
        return TlsaGathering.withTlsa(known, tlsa.at(bases(known, alias), port));
    }

    /// Starts the TLSA lookups while the other address family is pending: one secure family makes the host secure.
    /// Null when this family is not secure.
    private @Nullable CompletableFuture<List<TlsaLookup>> tlsaOfSecure(
            DomainName host, Answer<InetAddress> first, int port) {
        if (!(first instanceof Answer.Found<InetAddress> found) || !found.secure()) {
            return null;
        }
        List<DomainName> bases = found.aliases().isEmpty() ? List.of(host) : List.of(found.expandedName(), host);
        return CompletableFuture.supplyAsync(() -> tlsa.at(bases, port), BothFamilies.VIRTUAL);
    }

    /// The same host with other TLSA records, each queried as the stream is read; see
    /// [TlsaGathering#others(HostEvidence)].
    Stream<HostEvidence> withOtherTlsa(HostEvidence host) {
        return tlsa.others(host);
    }

    private HostEvidence withAlias(HostEvidence plain) {
        return new HostEvidence(
                plain.host(), plain.preference(), plain.ipv4(), plain.ipv6(), dns.cname(plain.host()), List.of());
    }

    /// TLSA base domain candidates: the expanded name when its whole chain is secure, then the name as given.
    private static List<DomainName> bases(HostEvidence host, Answer.@Nullable Found<InetAddress> alias) {
        if (host.alias() == null && alias != null && alias.secure()) {
            return List.of(alias.expandedName(), host.host());
        }
        return List.of(host.host());
    }

    private static Answer.@Nullable Found<InetAddress> aliased(HostEvidence host) {
        if (host.ipv4() instanceof Answer.Found<InetAddress> f && !f.aliases().isEmpty()) {
            return f;
        }
        return host.ipv6() instanceof Answer.Found<InetAddress> f
                        && !f.aliases().isEmpty()
                ? f
                : null;
    }
}
