package org.danegate.monitor;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;
import org.danegate.dane.DaneDecision;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DomainEvidence;
import org.danegate.dane.Evidence;
import org.danegate.dane.Evidence.HostResult;
import org.danegate.dane.HostChoice;
import org.danegate.dane.HostEvidence;
import org.danegate.dane.HostEvidence.TlsaLookup;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.MxRecord;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.dns.answer.TlsaRecord;
import org.danegate.event.Trouble;
import org.danegate.monitor.PathStep.Name;
import org.danegate.policy.DaneSupport;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// The steps of an attempt that are lookups: MX, address, TLSA.
///
/// @param host the host that decided; null when none was looked up
record DnsSteps(
        Evidence evidence,
        @Nullable HostResult host,
        @Nullable Trouble trouble) {

    PathStep mx() {
        DomainEvidence domain = evidence.domain();
        if (domain == null) {
            return PathStep.skipped(
                    Name.MX,
                    Wording.of(
                            host != null
                                            && host.choice() instanceof HostChoice.Configured
                                            && !(host.plan() instanceof DanePlan.NotAsked)
                                    ? "why.mx.configured"
                                    : "why.mx.not-asked"));
        }
        String name = domain.domain().ascii();
        PathStep step = switch (domain.mx()) {
            case Answer.Found<MxRecord> f -> found(name, f);
            case Answer.Denied<MxRecord> d
            when !d.nameExists() -> PathStep.broken(Name.MX, Side.THEIRS, Wording.of("why.mx.no-domain", name));
            case Answer.Denied<MxRecord> d ->
                secured(
                        Name.MX,
                        d.secure(),
                        Wording.of("why.mx.implicit", name),
                        Wording.of("why.mx.implicit.insecure", name),
                        Wording.of("why.mx.insecure.mandatory", name));
            case Answer.Bogus<MxRecord> b -> LookupSteps.bogus(Name.MX, b);
            case Answer.Failed<MxRecord> f -> LookupSteps.failed(Name.MX, f);
        };
        return bySha1(step, domain.mx()).took(LookupSteps.took(domain.mx().provenance()));
    }

    private PathStep found(String name, Answer.Found<MxRecord> mx) {
        if (mx.records().stream().allMatch(MxRecord::nullMx)) {
            return PathStep.broken(Name.MX, Side.THEIRS, Wording.of("why.mx.null", name));
        }
        Trouble why = trouble;
        if (why != null && why.enhanced().equals("5.4.6")) {
            return PathStep.broken(Name.MX, Side.THEIRS, Wording.of("why.mx.loop", name))
                    .quoting(why.text());
        }
        if (host == null && why != null && why.permanent()) {
            return PathStep.broken(Name.MX, Side.THEIRS, Wording.of("why.mx.unusable", name))
                    .quoting(why.text());
        }
        int records = mx.records().size();
        return secured(
                Name.MX,
                mx.secure(),
                Wording.of("why.mx.found", name, records),
                Wording.of("why.mx.insecure", name, records),
                Wording.of("why.mx.insecure.mandatory", name));
    }

    PathStep address() {
        if (host == null) {
            return PathStep.notReached(Name.ADDRESS);
        }
        HostEvidence dns = host.dns();
        if (dns == null) {
            return PathStep.passed(Name.ADDRESS, Wording.of("why.address.given", host.host()));
        }
        PathStep step = byStatus(dns);
        for (Answer<InetAddress> answer : answers(dns).toList()) {
            step = bySha1(step, answer);
        }
        return step.took(longest(dns));
    }

    private PathStep byStatus(HostEvidence dns) {
        String name = dns.host().ascii();
        SecurityStatus status = DaneDecision.addressStatus(dns);
        return switch (status) {
            case SECURE, INSECURE ->
                secured(
                        Name.ADDRESS,
                        status == SecurityStatus.SECURE,
                        Wording.of("why.address.found", name),
                        Wording.of("why.address.insecure", name),
                        Wording.of("why.address.insecure.mandatory", name));
            case NXDOMAIN, NODATA -> PathStep.broken(Name.ADDRESS, Side.THEIRS, Wording.of("why.address.none", name));
            case BOGUS, FAILED -> worst(dns, status);
        };
    }

    private static PathStep worst(HostEvidence dns, SecurityStatus status) {
        Answer<InetAddress> answer =
                answers(dns).filter(a -> a.status() == status).findFirst().orElseThrow();
        return answer instanceof Answer.Bogus<InetAddress> bogus
                ? LookupSteps.bogus(Name.ADDRESS, bogus)
                : LookupSteps.failed(Name.ADDRESS, (Answer.Failed<InetAddress>) answer);
    }

    private static Stream<Answer<InetAddress>> answers(HostEvidence dns) {
        return Stream.of(dns.ipv4(), dns.ipv6()).filter(Objects::nonNull).map(Objects::requireNonNull);
    }

    private static @Nullable Duration longest(HostEvidence dns) {
        return answers(dns)
                .filter(a -> !a.provenance().cached())
                .map(a -> a.provenance().elapsed())
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    PathStep tlsa() {
        if (evidence.support() == DaneSupport.NONE) {
            return PathStep.skipped(Name.TLSA, Wording.of("why.tlsa.not-asked"));
        }
        HostEvidence dns = host == null ? null : host.dns();
        if (host == null || dns == null) {
            return evidence.route() == null
                    ? PathStep.notReached(Name.TLSA)
                    : PathStep.skipped(Name.TLSA, Wording.of("why.tlsa.route"));
        }
        if (dns.tlsa().isEmpty()) {
            return host.plan() instanceof DanePlan.FallBack
                    ? PathStep.skipped(Name.TLSA, Wording.of("why.tlsa.no-use"))
                    : PathStep.notReached(Name.TLSA);
        }
        TlsaLookup lookup = decisive(dns);
        return bySha1(answered(lookup, host), lookup.answer())
                .took(LookupSteps.took(lookup.answer().provenance()));
    }

    /// The first lookup that is not a plain "no such record"; the last one when all are.
    private static TlsaLookup decisive(HostEvidence dns) {
        return dns.tlsa().stream()
                .filter(l -> !(l.answer() instanceof Answer.Denied<TlsaRecord>))
                .findFirst()
                .orElse(dns.tlsa().getLast());
    }

    private PathStep answered(TlsaLookup lookup, HostResult at) {
        String owner = lookup.answer().question().name().ascii();
        return switch (lookup.answer()) {
            case Answer.Bogus<TlsaRecord> b -> LookupSteps.bogus(Name.TLSA, b);
            case Answer.Failed<TlsaRecord> f -> LookupSteps.failed(Name.TLSA, f);
            case Answer.Denied<TlsaRecord> d ->
                lacking(Wording.of("why.tlsa.none.mandatory", owner), Wording.of("why.tlsa.none", owner));
            case Answer.Found<TlsaRecord> f
            when !f.secure() ->
                lacking(Wording.of("why.tlsa.insecure.mandatory", owner), Wording.of("why.tlsa.insecure", owner));
            case Answer.Found<TlsaRecord> f -> usable(owner, f, at.plan());
        };
    }

    private static PathStep usable(String owner, Answer.Found<TlsaRecord> found, DanePlan plan) {
        int records = found.records().size();
        return switch (plan) {
            case DanePlan.Refuse r
            when r.reason().contains("usable") || r.reason().contains("more than") ->
                PathStep.broken(Name.TLSA, Side.THEIRS, Wording.of("why.tlsa.unusable.mandatory", owner))
                        .quoting(r.reason());
            case DanePlan.EncryptOnly e -> PathStep.noted(Name.TLSA, Wording.of("why.tlsa.unusable", owner));
            case DanePlan.Refuse r -> PathStep.passed(Name.TLSA, Wording.of("why.tlsa.found", owner, records));
            case DanePlan.Authenticate a -> PathStep.passed(Name.TLSA, Wording.of("why.tlsa.found", owner, records));
            case DanePlan.FallBack f -> PathStep.passed(Name.TLSA, Wording.of("why.tlsa.found", owner, records));
            case DanePlan.NotAsked n -> PathStep.passed(Name.TLSA, Wording.of("why.tlsa.found", owner, records));
        };
    }

    private PathStep lacking(Wording mandatory, Wording otherwise) {
        return evidence.support() == DaneSupport.MANDATORY
                ? PathStep.broken(Name.TLSA, Side.OURS, mandatory)
                : PathStep.noted(Name.TLSA, otherwise);
    }

    /// The step in words of its own where only the setting for SHA-1 signatures kept an answer from being secure.
    private PathStep bySha1(PathStep step, Answer<?> answer) {
        if (evidence.support() == DaneSupport.NONE
                || !answer.provenance().response().onlySha1()) {
            return step;
        }
        String name = answer.question().name().ascii();
        String reason = answer.provenance().reason();
        return evidence.support() == DaneSupport.MANDATORY
                ? PathStep.broken(step.name(), Side.OURS, Wording.of("why.sha1.mandatory", name))
                        .quoting(reason)
                : PathStep.noted(step.name(), Wording.of("why.sha1", name)).quoting(reason);
    }

    /// What DANE makes of records that may be unsigned.
    private PathStep secured(Name step, boolean secure, Wording found, Wording insecure, Wording mandatory) {
        if (secure || evidence.support() == DaneSupport.NONE) {
            return PathStep.passed(step, found);
        }
        return evidence.support() == DaneSupport.MANDATORY
                ? PathStep.broken(step, Side.OURS, mandatory)
                : PathStep.noted(step, insecure);
    }
}
