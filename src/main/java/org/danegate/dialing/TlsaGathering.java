package org.danegate.dialing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.danegate.address.DomainName;
import org.danegate.dane.HostEvidence;
import org.danegate.dane.HostEvidence.TlsaLookup;
import org.danegate.dns.DnsLookup;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.Provenance;
import org.danegate.dns.answer.Question;
import org.danegate.dns.answer.Question.RecordType;
import org.danegate.dns.answer.TlsaRecord;

/// Gathers the TLSA records of a host whose addresses are secure (RFC 7672 2.2.2 and 2.2.3), and gathers them again
/// when the certificate of the host did not match.
final class TlsaGathering {

    private final DnsLookup dns;

    TlsaGathering(DnsLookup dns) {
        this.dns = dns;
    }

    /// Queries the TLSA base domain candidates in order until one has secure records or its lookup fails.
    ///
    /// @param port the port that will be dialled; part of the owner name
    List<TlsaLookup> at(List<DomainName> bases, int port) {
        List<TlsaLookup> lookups = new ArrayList<>();
        for (DomainName base : bases) {
            String prefix = prefix(port);
            Answer<TlsaRecord> answer = base.takes(prefix) ? dns.tlsa(base.prepend(prefix)) : tooLong(base, prefix);
            lookups.add(new TlsaLookup(base, answer));
            if (!leadsToNext(answer)) {
                break;
            }
        }
        return lookups;
    }

    private static boolean leadsToNext(Answer<TlsaRecord> answer) {
        return switch (answer) {
            case Answer.Denied<TlsaRecord> d -> true;
            case Answer.Found<TlsaRecord> f -> !f.secure();
            // A failed lookup never means "none": the host is unusable, and no other name is
            // queried (D-55).
            case Answer.Bogus<TlsaRecord> b -> false;
            case Answer.Failed<TlsaRecord> f -> false;
        };
    }

    private static String prefix(int port) {
        return "_" + port + "._tcp";
    }

    /// The answer when the owner name would exceed the length of a DNS name: no TLSA record can exist, which needs
    /// no proof.
    private static Answer<TlsaRecord> tooLong(DomainName base, String prefix) {
        String why = prefix + "." + base + " is longer than a DNS name can be: the host cannot have a TLSA record";
        return new Answer.Denied<>(
                new Question(base, RecordType.TLSA),
                true,
                false,
                Provenance.unsigned(why, null, Duration.ZERO, Duration.ZERO));
    }

    /// The lookup of a host whose TLSA records were not answered in time.
    static TlsaLookup unanswered(DomainName host, int port) {
        String prefix = prefix(port);
        DomainName owner = host.takes(prefix) ? host.prepend(prefix) : host;
        return new TlsaLookup(host, BothFamilies.unanswered(new Question(owner, RecordType.TLSA)));
    }

    /// The same host with other TLSA records, each queried as the stream is read: first again if they came from the
    /// cache, then from each other server separately, as a cache may be stale (D-62). From the other servers only
    /// validated records count, never a denial or a failure.
    Stream<HostEvidence> others(HostEvidence host) {
        Stream<Supplier<Stream<HostEvidence>>> ways =
                Stream.of(() -> Stream.of(withFreshTlsa(host)).filter(h -> h != host), () -> ofOtherServers(host));
        return ways.flatMap(Supplier::get);
    }

    private HostEvidence withFreshTlsa(HostEvidence host) {
        if (host.tlsa().stream().noneMatch(l -> l.answer().provenance().cached())) {
            return host;
        }
        return withTlsa(host, host.tlsa().stream().map(this::afresh).toList());
    }

    private TlsaLookup afresh(TlsaLookup known) {
        DomainName owner = known.answer().question().name();
        return owner.equals(known.baseDomain()) ? known : new TlsaLookup(known.baseDomain(), dns.freshTlsa(owner));
    }

    private Stream<HostEvidence> ofOtherServers(HostEvidence host) {
        return IntStream.range(0, host.tlsa().size())
                .boxed()
                .flatMap(i -> ofOtherServers(host.tlsa().get(i)).map(other -> {
                    List<TlsaLookup> lookups = new ArrayList<>(host.tlsa());
                    lookups.set(i, other);
                    return withTlsa(host, lookups);
                }));
    }

    private Stream<TlsaLookup> ofOtherServers(TlsaLookup known) {
        DomainName owner = known.answer().question().name();
        if (owner.equals(known.baseDomain())) {
            return Stream.empty();
        }
        return dns.tlsaOfOthers(owner, known.answer().provenance().resolver()).stream()
                .filter(answer -> answer instanceof Answer.Found<TlsaRecord> found && found.secure())
                .map(answer -> new TlsaLookup(known.baseDomain(), answer));
    }

    /// The same host with these TLSA lookups.
    static HostEvidence withTlsa(HostEvidence host, List<TlsaLookup> tlsa) {
        return new HostEvidence(host.host(), host.preference(), host.ipv4(), host.ipv6(), host.alias(), tlsa);
    }
}
