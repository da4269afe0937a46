package org.danegate.tlsrpt;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.danegate.dane.DaneDecision;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DomainEvidence;
import org.danegate.dane.Evidence;
import org.danegate.dane.Evidence.HostResult;
import org.danegate.dane.HostEvidence;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.policy.DaneSupport;
import org.danegate.sts.StsPlan;
import org.jspecify.annotations.Nullable;

/// What an attempt counts as where a policy forbade to connect: once for each host that was refused, and once for MX
/// records that are BOGUS.
public final class UndialledRules {

    private UndialledRules() {}

    /// The counts of an attempt. Hosts that were connected to are not counted here ({@link SessionRules}).
    public static List<SessionCount> of(Evidence evidence) {
        DomainEvidence domain = evidence.domain();
        if (domain != null && evidence.support() != DaneSupport.NONE && isInvalid(domain.mx())) {
            AppliedPolicy policy = new AppliedPolicy(
                    PolicyType.TLSA, List.of(), domain.domain().ascii(), List.of());
            FailureDetail detail = new FailureDetail(ResultType.DNSSEC_INVALID, "", "", code(domain.mx()));
            return List.of(new SessionCount(evidence.at(), domain.domain(), policy, List.of(detail)));
        }
        List<SessionCount> counts = new ArrayList<>();
        evidence.hosts().stream()
                .filter(host -> host.addresses().isEmpty())
                .forEach(host -> refused(evidence.at(), host).ifPresent(counts::add));
        return counts;
    }

    private static Optional<SessionCount> refused(Instant at, HostResult host) {
        if (host.plan() instanceof DanePlan.Refuse) {
            return PolicyFacts.reportDomain(host)
                    .flatMap(domain -> dane(host)
                            .map(detail -> new SessionCount(at, domain, PolicyFacts.tlsa(host), List.of(detail))));
        }
        if (host.sts() instanceof StsPlan.Apply policy && policy.refuses()) {
            FailureDetail detail = new FailureDetail(ResultType.VALIDATION_FAILURE, host.host(), "", "mx-mismatch");
            return PolicyFacts.reportDomain(host)
                    .map(domain -> new SessionCount(at, domain, PolicyFacts.sts(policy.standing()), List.of(detail)));
        }
        return Optional.empty();
    }

    /// Empty when the host has no address: that is not about TLS.
    private static Optional<FailureDetail> dane(HostResult host) {
        HostEvidence dns = host.dns();
        if (dns == null) {
            return Optional.empty();
        }
        SecurityStatus address = DaneDecision.addressStatus(dns);
        if (address == SecurityStatus.NXDOMAIN || address == SecurityStatus.NODATA) {
            return Optional.empty();
        }
        if (address == SecurityStatus.BOGUS || address == SecurityStatus.FAILED) {
            return invalid(host, answers(dns.ipv4(), dns.ipv6()));
        }
        List<Answer<?>> tlsa = dns.tlsa().stream()
                .<Answer<?>>map(HostEvidence.TlsaLookup::answer)
                .toList();
        if (tlsa.stream().anyMatch(a -> a instanceof Answer.Bogus || a instanceof Answer.Failed)) {
            return invalid(host, tlsa);
        }
        boolean secureHost = host.choice() != null && host.choice().status() == SecurityStatus.SECURE;
        boolean unusable = secureHost && PolicyFacts.secureTlsa(dns).isPresent();
        return Optional.of(new FailureDetail(
                unusable ? ResultType.TLSA_INVALID : ResultType.DANE_REQUIRED,
                host.host(),
                "",
                unusable ? "all-unusable" : ""));
    }

    private static List<Answer<?>> answers(@Nullable Answer<InetAddress> ipv4, @Nullable Answer<InetAddress> ipv6) {
        return Stream.<@Nullable Answer<?>>of(ipv4, ipv6)
                .<Answer<?>>mapMulti((answer, next) -> {
                    if (answer != null) {
                        next.accept(answer);
                    }
                })
                .toList();
    }

    /// Empty when only our own resolvers could not be reached.
    private static Optional<FailureDetail> invalid(HostResult host, List<Answer<?>> answers) {
        return answers.stream()
                .filter(UndialledRules::isInvalid)
                .findFirst()
                .map(answer -> new FailureDetail(ResultType.DNSSEC_INVALID, host.host(), "", code(answer)));
    }

    /// Bogus, or failed at the domain's servers, which counts as bogus. When no resolver of ours answers, that says
    /// nothing about the domain.
    private static boolean isInvalid(@Nullable Answer<?> answer) {
        return answer instanceof Answer.Bogus
                || answer instanceof Answer.Failed<?> failed && failed.failure() != Answer.Failure.NO_SERVER;
    }

    private static String code(Answer<?> answer) {
        return answer.provenance().response().reasonCode().orElse("");
    }
}
