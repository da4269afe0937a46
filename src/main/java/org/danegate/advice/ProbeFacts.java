package org.danegate.advice;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DaneVerdict;
import org.danegate.dane.DomainEvidence;
import org.danegate.dane.Evidence.AddressResult;
import org.danegate.dane.Evidence.HostResult;
import org.danegate.dane.HostEvidence;
import org.danegate.dns.answer.Answer;
import org.danegate.sts.StsMode;
import org.danegate.sts.StsStanding;
import org.jspecify.annotations.Nullable;

/// Makes the result of a probe from what was looked up.
///
/// @param dialled whether the hosts were connected to
/// @param complete whether every host was looked at
/// @param domain MX evidence; null when the domain has no route
/// @param hosts as they were planned under DANE Opportunistic; of one that was planned again the last one counts
/// @param chains that hosts presented, by host
/// @param standing the domain's MTA-STS policy
/// @param reason why there is no host; empty when there is one
public record ProbeFacts(
        Instant at,
        boolean dialled,
        boolean complete,
        @Nullable DomainEvidence domain,
        List<HostResult> hosts,
        Map<String, List<X509Certificate>> chains,
        StsStanding standing,
        String reason) {

    private static final Set<String> COVERED = Set.of("MX", "A", "AAAA", "CNAME", "TLSA");
    private static final int DANE_TA = 2;
    private static final int FULL = 0;

    /// The result.
    public ProbeResult result(ChainJudge judge) {
        Map<String, HostResult> latest = new LinkedHashMap<>();
        hosts.stream().filter(host -> host.choice() != null).forEach(host -> latest.put(host.host(), host));
        return new ProbeResult(
                at,
                dialled,
                complete,
                domain == null ? null : domain.mxStatus(),
                latest.values().stream().map(host -> host(host, judge)).toList(),
                SeenSessions.policy(standing),
                ending(),
                latest.isEmpty() ? reason : "");
    }

    private ProbedHost host(HostResult host, ChainJudge judge) {
        AddressResult address =
                host.addresses().isEmpty() ? null : host.addresses().getLast();
        DaneVerdict verdict = address == null ? null : address.verdict();
        List<X509Certificate> chain = chains.getOrDefault(host.host(), List.of());
        HostEvidence dns = host.dns();
        return new ProbedHost(
                host.host(),
                plan(host),
                dns == null ? null : DnsFacts.tlsa(dns.tlsa()),
                host.plan() instanceof DanePlan.Authenticate plan
                        ? plan.usable().size()
                        : 0,
                match(verdict),
                chain.isEmpty() || dns == null ? Judged.UNKNOWN : Judged.of(judge.verifies(chain, List.of(dns.host()))),
                named(dns),
                address == null
                                || address.tls() == null
                                || address.tls().chain().isEmpty()
                        ? null
                        : address.tls().chain().getFirst().notAfter(),
                anchorMissing(host.plan(), verdict),
                reason(host, address));
    }

    private static ProbedHost.Plan plan(HostResult host) {
        return switch (host.plan()) {
            case DanePlan.Authenticate p -> ProbedHost.Plan.AUTHENTICATE;
            case DanePlan.EncryptOnly p -> ProbedHost.Plan.ENCRYPT;
            case DanePlan.FallBack p -> ProbedHost.Plan.FALL_BACK;
            case DanePlan.Refuse p -> ProbedHost.Plan.REFUSE;
            case DanePlan.NotAsked p -> ProbedHost.Plan.NO_ADDRESS;
        };
    }

    private static Judged match(@Nullable DaneVerdict verdict) {
        return switch (verdict) {
            case DaneVerdict.Success v -> Judged.YES;
            case DaneVerdict.Failed v -> Judged.NO;
            case DaneVerdict.NotChecked v -> Judged.UNKNOWN;
            case null -> Judged.UNKNOWN;
        };
    }

    private Judged named(@Nullable HostEvidence dns) {
        return standing instanceof StsStanding.InForce known && known.policy().mode() != StsMode.NONE && dns != null
                ? Judged.of(known.policy().covers(dns.host()))
                : Judged.UNKNOWN;
    }

    /// The records name trust anchors, by digest, and none of the certificates sent is one.
    private static boolean anchorMissing(DanePlan plan, @Nullable DaneVerdict verdict) {
        return plan instanceof DanePlan.Authenticate p
                && verdict instanceof DaneVerdict.Failed failed
                && failed.miss() == DaneVerdict.Miss.NO_RECORD
                && p.usable().stream().allMatch(r -> r.usage() == DANE_TA)
                && p.usable().stream().anyMatch(r -> r.matchingType() != FULL);
    }

    private static String reason(HostResult host, @Nullable AddressResult address) {
        DaneVerdict verdict = address == null ? null : address.verdict();
        if (verdict != null) {
            return verdict.reason();
        }
        return address != null && host.plan() instanceof DanePlan.Authenticate
                ? address.outcome()
                : host.plan().reason();
    }

    private @Nullable EndingSignature ending() {
        Stream<Answer<?>> mx = domain == null ? Stream.of() : Stream.of(domain.mx());
        return Stream.concat(
                        mx,
                        hosts.stream()
                                .map(HostResult::dns)
                                .filter(Objects::nonNull)
                                .flatMap(ProbeFacts::answers))
                .flatMap(answer -> answer.provenance().signatures().stream())
                .filter(s -> COVERED.contains(s.covers()) && EndingSignature.endsSoon(s, at))
                .min(Comparator.comparing(s -> s.expiration()))
                .map(s -> new EndingSignature(s.owner(), s.covers(), s.expiration()))
                .orElse(null);
    }

    private static Stream<Answer<?>> answers(HostEvidence host) {
        Stream<Answer<?>> addresses =
                Stream.<Answer<?>>of(host.ipv4(), host.ipv6(), host.alias()).filter(Objects::nonNull);
        return Stream.concat(addresses, host.tlsa().stream().map(HostEvidence.TlsaLookup::answer));
    }
}
