package org.danegate.runs;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.danegate.dane.Evidence;
import org.danegate.dane.Evidence.HostResult;
import org.danegate.dane.HostEvidence;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.Signature;

/// Finds signatures in DNS that end soon. Zones whose signatures last for weeks renew them days before their end, and
/// servers that sign each answer give signatures of a day or two; both are healthy, so only a signature that is near
/// its
/// end by the clock and in its own terms is warned of. Pure.
final class SignatureWarnings {

    /// Less than this is left …
    static final Duration SOON = Duration.ofHours(24);

    /// … and less than this part of the whole lifetime.
    static final int PART = 4;

    private SignatureWarnings() {}

    /// The warnings for all answers of the evidence.
    static Stream<Warning> of(Evidence evidence, Instant now) {
        return answers(evidence)
                .flatMap(answer -> answer.provenance().signatures().stream())
                .filter(signature -> endsSoon(signature, now))
                .map(signature -> Warning.of(signature, now))
                .distinct();
    }

    static boolean endsSoon(Signature signature, Instant now) {
        Duration left = signature.left(now);
        return left.isPositive()
                && left.compareTo(SOON) < 0
                && left.multipliedBy(PART).compareTo(signature.lifetime()) < 0;
    }

    private static Stream<Answer<?>> answers(Evidence evidence) {
        Stream<Answer<?>> domain = evidence.domain() == null
                ? Stream.of()
                : Stream.of(evidence.domain().mx());
        Stream<Answer<?>> hosts = evidence.hosts().stream()
                .map(HostResult::dns)
                .filter(Objects::nonNull)
                .flatMap(SignatureWarnings::answers);
        return Stream.concat(domain, hosts);
    }

    private static Stream<Answer<?>> answers(HostEvidence host) {
        Stream<Answer<?>> addresses =
                Stream.<Answer<?>>of(host.ipv4(), host.ipv6(), host.alias()).filter(Objects::nonNull);
        return Stream.concat(addresses, host.tlsa().stream().map(HostEvidence.TlsaLookup::answer));
    }
}
