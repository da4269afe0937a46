package org.danegate.tlsrpt;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.dane.Course.Halt;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DaneVerdict;
import org.danegate.dane.Evidence.AddressResult;
import org.danegate.event.DialedSession;
import org.danegate.sts.StsPlan;
import org.danegate.sts.StsTrouble;
import org.danegate.sts.StsVerdict;
import org.jspecify.annotations.Nullable;

/// What a session counts as (RFC 8460 sections 4.2 and 4.3): once under each policy that applied, under none where
/// none applied.
public final class SessionRules {

    private final DialedSession session;
    private final AddressResult result;
    private final DomainName domain;
    private final List<SessionCount> counts = new ArrayList<>();

    private SessionRules(DialedSession session, DomainName domain) {
        this.session = session;
        this.result = session.host().addresses().getFirst();
        this.domain = domain;
    }

    /// The counts of a session. Empty for one that says nothing of TLS: EHLO was not reached, TLS was not wanted,
    /// or the mail asks to ignore the policies of its receivers.
    public static List<SessionCount> of(DialedSession session) {
        boolean judged = session.encrypted() || session.halt() != null;
        if (!judged || session.unheeded() || session.host().addresses().isEmpty()) {
            return List.of();
        }
        return PolicyFacts.reportDomain(session.host())
                .map(domain -> new SessionRules(session, domain).counts())
                .orElse(List.of());
    }

    private List<SessionCount> counts() {
        boolean dane = switch (session.host().plan()) {
            case DanePlan.Authenticate plan -> count(PolicyFacts.tlsa(session.host()), authenticated());
            case DanePlan.EncryptOnly plan -> count(PolicyFacts.tlsa(session.host()), unusable());
            case DanePlan.Refuse plan -> true;
            case DanePlan.FallBack plan -> false;
            case DanePlan.NotAsked plan -> false;
        };
        boolean sts = session.host().sts() instanceof StsPlan.Apply policy && sts(policy);
        if (!dane && !sts) {
            count(AppliedPolicy.none(domain.ascii()), withoutPolicy());
        }
        return counts;
    }

    private boolean count(AppliedPolicy policy, List<FailureDetail> failures) {
        return counts.add(new SessionCount(
                session.since(),
                domain,
                policy,
                failures.stream().map(detail -> detail.from(session.local())).toList()));
    }

    private List<FailureDetail> authenticated() {
        Halt halt = session.halt();
        if (halt == null) {
            return List.of();
        }
        return halt == Halt.CERTIFICATE ? List.of(certificate(result.verdict())) : List.of(handshake(halt));
    }

    private FailureDetail certificate(@Nullable DaneVerdict verdict) {
        if (!(verdict instanceof DaneVerdict.Failed failed)) {
            return detail(ResultType.VALIDATION_FAILURE, "no-match");
        }
        return switch (failed.miss()) {
            case NO_RECORD -> detail(ResultType.VALIDATION_FAILURE, "no-match");
            case NAME -> detail(ResultType.CERTIFICATE_HOST_MISMATCH, "");
            case PATH -> detail(outOfDate() ? ResultType.CERTIFICATE_EXPIRED : ResultType.CERTIFICATE_NOT_TRUSTED, "");
        };
    }

    private boolean outOfDate() {
        Instant at = session.since();
        return result.tls() != null
                && result.tls().chain().stream().anyMatch(c -> at.isAfter(c.notAfter()) || at.isBefore(c.notBefore()));
    }

    /// A set of TLSA records without a usable one is a failure, even if mail went out encrypted.
    private List<FailureDetail> unusable() {
        FailureDetail invalid = detail(ResultType.TLSA_INVALID, "all-unusable");
        Halt halt = session.halt();
        return halt == null || halt == Halt.CERTIFICATE ? List.of(invalid) : List.of(invalid, handshake(halt));
    }

    private boolean sts(StsPlan.Apply plan) {
        AppliedPolicy policy = PolicyFacts.sts(plan.standing());
        StsTrouble trouble = plan.standing().trouble();
        if (trouble != null && trouble.kind() == StsTrouble.Kind.RECORD) {
            count(policy, List.of(FetchRules.detail(trouble)));
        }
        return switch (result.sts()) {
            case StsVerdict.Success success -> count(policy, List.of());
            case StsVerdict.Failed failed -> count(policy, List.of(failed(failed.cause())));
            case null -> true;
        };
    }

    private FailureDetail failed(StsVerdict.Cause cause) {
        return switch (cause) {
            case MX_MISMATCH -> detail(ResultType.VALIDATION_FAILURE, "mx-mismatch");
            case NO_STARTTLS -> handshake(session.halt() == null ? Halt.NO_STARTTLS : session.halt());
            case HANDSHAKE -> detail(ResultType.VALIDATION_FAILURE, Handshakes.code(session.reason()));
            case CERTIFICATE_EXPIRED -> detail(ResultType.CERTIFICATE_EXPIRED, "");
            case CERTIFICATE_NAME -> detail(ResultType.CERTIFICATE_HOST_MISMATCH, "");
            case CERTIFICATE_NOT_TRUSTED -> detail(ResultType.CERTIFICATE_NOT_TRUSTED, "");
        };
    }

    /// A certificate that only our own TLS Support refuses is no failure of the domain.
    private List<FailureDetail> withoutPolicy() {
        Halt halt = session.halt();
        return halt == null || halt == Halt.CERTIFICATE ? List.of() : List.of(handshake(halt));
    }

    private FailureDetail handshake(Halt halt) {
        return Handshakes.detail(
                halt, session.reason(), session.host().host(), result.address().getHostAddress());
    }

    private FailureDetail detail(ResultType type, String code) {
        return new FailureDetail(type, session.host().host(), result.address().getHostAddress(), code);
    }
}
