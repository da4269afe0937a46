package org.danegate.monitor;

import java.util.Objects;
import java.util.stream.Stream;
import org.danegate.dane.Evidence;
import org.danegate.dane.Evidence.HostResult;
import org.danegate.dane.HostEvidence;
import org.danegate.dane.HostEvidence.TlsaLookup;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.SecurityStatus;

/// Finds BOGUS answers in evidence.
final class BogusAnswers {

    private BogusAnswers() {}

    /// Whether the MX answer, or an answer of any host, is BOGUS.
    static boolean in(Evidence evidence) {
        return evidence.domain() != null && evidence.domain().mxStatus() == SecurityStatus.BOGUS
                || evidence.hosts().stream()
                        .map(HostResult::dns)
                        .filter(Objects::nonNull)
                        .flatMap(BogusAnswers::answers)
                        .anyMatch(answer -> answer.status() == SecurityStatus.BOGUS);
    }

    private static Stream<Answer<?>> answers(HostEvidence dns) {
        return Stream.concat(
                Stream.<Answer<?>>of(dns.ipv4(), dns.ipv6(), dns.alias()).filter(Objects::nonNull),
                dns.tlsa().stream().map(TlsaLookup::answer));
    }
}
