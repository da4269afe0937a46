package org.danegate.runs;

import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DaneVerdict;
import org.danegate.dane.Evidence;
import org.danegate.dane.Evidence.AddressResult;
import org.danegate.dane.Evidence.CertificateFacts;
import org.danegate.dane.Evidence.HostResult;
import org.danegate.dns.answer.TlsaRecord;
import org.danegate.verify.Verdict;

/// Finds in the evidence of a success what may end it: TLSA records, certificates (RFC 7671 section 8, RFC 7672
/// section 3.1) and signatures in DNS. Pure.
final class Warnings {

    /// How long before its end a certificate is worth a warning.
    static final Duration SOON = Duration.ofDays(14);

    /// Most warnings of a domain.
    static final int MOST = 20;

    private static final int DANE_TA = 2;
    private static final int WHOLE_CERTIFICATE = 0;
    private static final int SHA_256 = 1;

    private Warnings() {}

    /// The warnings, none for a domain that fails anyway.
    static List<Warning> of(Verdict verdict, Evidence evidence, Instant now) {
        if (verdict != Verdict.DANE_SUCCESS) {
            return List.of();
        }
        Map<String, HostResult> latest = new LinkedHashMap<>();
        evidence.hosts().forEach(host -> latest.put(host.host(), host));
        return Stream.concat(
                        latest.values().stream().flatMap(host -> host(host, now)), SignatureWarnings.of(evidence, now))
                .distinct()
                .limit(MOST)
                .toList();
    }

    private static Stream<Warning> host(HostResult host, Instant now) {
        List<AddressResult> good = host.addresses().stream()
                .filter(a -> a.verdict() instanceof DaneVerdict.Success)
                .toList();
        if (good.isEmpty()) {
            String why = host.plan() instanceof DanePlan.Refuse refusal ? refusal.reason() : host.outcome();
            return Stream.of(new Warning(Warning.Kind.HOST_FAILS, host.host(), null, why));
        }
        return good.stream().flatMap(a -> renewal(host, a, now).stream());
    }

    private static Optional<Warning> renewal(HostResult host, AddressResult address, Instant now) {
        if (!(host.plan() instanceof DanePlan.Authenticate plan)
                || !(address.verdict() instanceof DaneVerdict.Success success)
                || address.tls() == null
                || address.tls().chain().isEmpty()) {
            return Optional.empty();
        }
        Match match =
                new Match(host.host(), plan.usable(), success, address.tls().chain());
        return success.record().usage() == DANE_TA ? match.dates(now) : match.successor(now);
    }

    /// A certificate chain that a record matches.
    private record Match(
            String host, List<TlsaRecord> usable, DaneVerdict.Success success, List<CertificateFacts> chain) {

        /// Under DANE-TA the dates of all certificates up to the anchor count.
        Optional<Warning> dates(Instant now) {
            int last = Math.clamp(success.depth(), 0, chain.size() - 1);
            Instant ends = chain.subList(0, last + 1).stream()
                    .map(CertificateFacts::notAfter)
                    .min(Instant::compareTo)
                    .orElseThrow();
            return soon(ends, now) ? warn(Warning.Kind.CERTIFICATE_ENDS, ends) : Optional.empty();
        }

        /// Under DANE-EE the dates do not count, but the next certificate needs a record that matches it.
        Optional<Warning> successor(Instant now) {
            if (!usable.stream().allMatch(this::isOfThisChain)
                    || usable.stream().anyMatch(r -> r.usage() == DANE_TA)) {
                return Optional.empty();
            }
            Instant ends = chain.getFirst().notAfter();
            if (usable.stream().allMatch(r -> r.selector() == WHOLE_CERTIFICATE)) {
                return warn(Warning.Kind.CERTIFICATE_PINNED, ends);
            }
            return soon(ends, now) ? warn(Warning.Kind.KEY_PINNED, ends) : Optional.empty();
        }

        private Optional<Warning> warn(Warning.Kind kind, Instant ends) {
            String record = success.record().text();
            return Optional.of(new Warning(kind, host, ends, record.substring(0, Math.min(26, record.length()))));
        }

        /// Digests other than SHA-256 are not part of the evidence: such a record may well be the next one's.
        private boolean isOfThisChain(TlsaRecord record) {
            if (record.equals(success.record())) {
                return true;
            }
            List<CertificateFacts> named = record.usage() == DANE_TA ? chain : chain.subList(0, 1);
            String digest = HexFormat.of().formatHex(record.data());
            return record.matchingType() == SHA_256
                    && named.stream()
                            .map(c -> record.selector() == WHOLE_CERTIFICATE ? c.sha256() : c.spkiSha256())
                            .anyMatch(digest::equals);
        }

        private static boolean soon(Instant ends, Instant now) {
            return ends.isAfter(now) && !ends.isAfter(now.plus(SOON));
        }
    }
}
