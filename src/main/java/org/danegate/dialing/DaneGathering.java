package org.danegate.dialing;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.danegate.address.DomainName;
import org.danegate.dane.DaneDecision;
import org.danegate.dane.DomainEvidence;
import org.danegate.dane.HostEvidence;
import org.danegate.dane.HostEvidence.TlsaLookup;
import org.danegate.dns.DnsLookup;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.Provenance;
import org.danegate.dns.answer.Question;
import org.danegate.dns.answer.Question.RecordType;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.dns.answer.TlsaRecord;
import org.danegate.policy.IpAddressPreference;
import org.jspecify.annotations.Nullable;

/// Gathers what DNS says about a destination, in the order of RFC 7672 2.2: MX, addresses, then TLSA. Makes no
/// decision; the evidence is complete even when lookups fail.
final class DaneGathering {

    private final DnsLookup dns;

    /// @param dns validated lookups
    DaneGathering(DnsLookup dns) {
        this.dns = dns;
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
    HostEvidence host(DomainName host, int preference, int port, IpAddressPreference families) {
        AtomicReference<@Nullable CompletableFuture<List<TlsaLookup>>> early = new AtomicReference<>();
        BothFamilies found = BothFamilies.of(dns, host, families, first -> early.set(tlsaOfSecure(host, first, port)));
        HostEvidence plain = new HostEvidence(host, preference, found.ipv4(), found.ipv6(), null, List.of());
        CompletableFuture<List<TlsaLookup>> asked = early.get();
        if (asked != null) {
            List<TlsaLookup> lookups = BothFamilies.await(asked, Duration.ZERO, () -> List.of(unanswered(host, port)));
            return new HostEvidence(host, preference, plain.ipv4(), plain.ipv6(), null, lookups);
        }
        Answer.Found<InetAddress> alias = aliased(plain);
        boolean insecure = DaneDecision.addressStatus(plain) == SecurityStatus.INSECURE;
        HostEvidence known = insecure && alias != null ? withAlias(plain) : plain;
        if (DaneDecision.addressStatus(known) != SecurityStatus.SECURE) {
            // Unsigned zones may answer TLSA queries with errors or not at all, so they are not
            // queried (D-44).
            return known;
        }
        List<TlsaLookup> lookups = tlsa(bases(known, alias), port);
        return new HostEvidence(host, preference, known.ipv4(), known.ipv6(), known.alias(), lookups);
    }

    /// Starts the TLSA lookups while the other address family is pending: one secure family makes the host secure.
    /// Null when this family is not secure.
    private @Nullable CompletableFuture<List<TlsaLookup>> tlsaOfSecure(
            DomainName host, Answer<InetAddress> first, int port) {
        if (!(first instanceof Answer.Found<InetAddress> found) || !found.secure()) {
            return null;
        }
        List<DomainName> bases = found.aliases().isEmpty() ? List.of(host) : List.of(found.expandedName(), host);
        return CompletableFuture.supplyAsync(() -> tlsa(bases, port), BothFamilies.VIRTUAL);
    }

    private static TlsaLookup unanswered(DomainName host, int port) {
        String prefix = "_" + port + "._tcp";
        DomainName owner = host.takes(prefix) ? host.prepend(prefix) : host;
        return new TlsaLookup(host, BothFamilies.unanswered(new Question(owner, RecordType.TLSA)));
    }

    /// The same host with other TLSA records, each queried as the stream is read: first again if they came from the
    /// cache, then from each other server separately, as a cache may be stale (D-62). From the other servers only
    /// validated records count, never a denial or a failure.
    Stream<HostEvidence> withOtherTlsa(HostEvidence host) {
        Stream<Supplier<Stream<HostEvidence>>> ways =
                Stream.of(() -> Stream.of(withFreshTlsa(host)).filter(h -> h != host), () -> ofOtherServers(host));
        return ways.flatMap(Supplier::get);
    }

    private Stream<HostEvidence> ofOtherServers(HostEvidence host) {
        return IntStream.range(0, host.tlsa().size()).boxed().flatMap(i -> {
            TlsaLookup known = host.tlsa().get(i);
            if (known.answer().question().name().equals(known.baseDomain())) {
                return Stream.empty();
            }
            return dns
                    .tlsaOfOthers(
                            known.answer().question().name(),
                            known.answer().provenance().resolver())
                    .stream()
                    .filter(answer -> answer instanceof Answer.Found<TlsaRecord> found && found.secure())
                    .map(answer -> {
                        List<TlsaLookup> lookups = new ArrayList<>(host.tlsa());
                        lookups.set(i, new TlsaLookup(known.baseDomain(), answer));
                        return new HostEvidence(
                                host.host(), host.preference(), host.ipv4(), host.ipv6(), host.alias(), lookups);
                    });
        });
    }

    private HostEvidence withFreshTlsa(HostEvidence host) {
        if (host.tlsa().stream().noneMatch(l -> l.answer().provenance().cached())) {
            return host;
        }
        List<TlsaLookup> fresh = host.tlsa().stream().map(this::afresh).toList();
        return new HostEvidence(host.host(), host.preference(), host.ipv4(), host.ipv6(), host.alias(), fresh);
    }

    private TlsaLookup afresh(TlsaLookup known) {
        DomainName owner = known.answer().question().name();
        return owner.equals(known.baseDomain()) ? known : new TlsaLookup(known.baseDomain(), dns.freshTlsa(owner));
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

    private List<TlsaLookup> tlsa(List<DomainName> bases, int port) {
        List<TlsaLookup> lookups = new ArrayList<>();
        for (DomainName base : bases) {
            String prefix = "_" + port + "._tcp";
            Answer<TlsaRecord> answer = base.takes(prefix) ? dns.tlsa(base.prepend(prefix)) : tooLong(base, prefix);
            lookups.add(new TlsaLookup(base, answer));
            boolean nextCandidate = switch (answer) {
                case Answer.Denied<TlsaRecord> d -> true;
                case Answer.Found<TlsaRecord> f -> !f.secure();
                // A failed lookup never means "none": the host is unusable, and no other name is
                // queried (D-55).
                case Answer.Bogus<TlsaRecord> b -> false;
                case Answer.Failed<TlsaRecord> f -> false;
            };
            if (!nextCandidate) {
                break;
            }
        }
        return lookups;
    }

    /// The answer when the owner name would exceed the length of a DNS name: no TLSA record can exist, which needs
    /// no proof.
    private static Answer<TlsaRecord> tooLong(DomainName base, String prefix) {
        String why = prefix + "." + base + " is longer than a DNS name can be: the host cannot have a TLSA record";
        return new Answer.Denied<>(
                new Question(base, Question.RecordType.TLSA),
                true,
                false,
                new Provenance(why, null, Duration.ZERO, null, null, Duration.ZERO, false));
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
