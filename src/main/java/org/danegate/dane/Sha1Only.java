package org.danegate.dane;

import java.util.Objects;
import java.util.stream.Stream;
import org.danegate.dns.answer.Answer;

/// Finds what SHA-1 signatures, set to unsupported, kept from being SECURE.
public final class Sha1Only {

    private Sha1Only() {}

    /// Whether an answer of the attempt was insecure only because of that.
    public static boolean in(Evidence evidence) {
        DomainEvidence domain = evidence.domain();
        Stream<Answer<?>> ofDomain = domain == null ? Stream.of() : Stream.of(domain.mx());
        Stream<Answer<?>> ofHosts = evidence.hosts().stream()
                .map(Evidence.HostResult::dns)
                .filter(Objects::nonNull)
                .flatMap(Sha1Only::answers);
        return Stream.concat(ofDomain, ofHosts)
                .anyMatch(answer -> answer.provenance().response().onlySha1());
    }

    private static Stream<Answer<?>> answers(HostEvidence host) {
        Stream<Answer<?>> addresses =
                Stream.<Answer<?>>of(host.ipv4(), host.ipv6()).filter(Objects::nonNull);
        return Stream.concat(addresses, host.tlsa().stream().map(HostEvidence.TlsaLookup::answer));
    }
}
