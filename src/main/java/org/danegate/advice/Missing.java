package org.danegate.advice;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.wording.Wording;

/// What a domain lacks for DANE Mandatory, in sentences.
final class Missing {

    private static final int MOST = 12;

    private final DomainPast past;
    private final List<Wording> missing = new ArrayList<>();

    Missing(DomainPast past) {
        this.past = past;
    }

    /// @param seen the complete days
    /// @param counts of these days and today: what went wrong today counts against it at once
    List<Wording> of(Traffic seen, List<DayCount> counts) {
        if (seen.sessions() < DaneAdvice.LEAST_SESSIONS) {
            add("advice.missing.sessions", seen.sessions(), DaneAdvice.LEAST_SESSIONS);
        }
        if (seen.days() < DaneAdvice.LEAST_DAYS) {
            add("advice.missing.days", seen.days(), DaneAdvice.LEAST_DAYS);
        }
        others(counts);
        unsecured(counts);
        probe();
        return missing.stream().distinct().limit(MOST).toList();
    }

    private void add(String code, Object... arguments) {
        missing.add(Wording.of(code, arguments));
    }

    /// A host's sessions at a level for a cause.
    private record Group(String host, Level level, Cause cause) {}

    private void others(List<DayCount> counts) {
        Map<Group, Long> groups = new LinkedHashMap<>();
        counts.stream()
                .filter(c -> c.facts().level().session()
                        && c.facts().level() != Level.DANE
                        && c.count().sessions() > 0)
                .forEach(c -> groups.merge(
                        new Group(c.host(), c.facts().level(), c.facts().dane()),
                        c.count().sessions(),
                        Long::sum));
        groups.forEach((group, sessions) -> add(
                group.level() == Level.REFUSED ? "advice.missing.refused" : "advice.missing.level",
                sessions,
                group.host().isEmpty() ? past.domain().ascii() : group.host(),
                Words.of(group.cause())));
    }

    /// Statuses of which the other sentences say nothing.
    private void unsecured(List<DayCount> counts) {
        counts.stream()
                .filter(c ->
                        c.facts().level() == Level.DANE || !c.facts().level().session())
                .forEach(c -> c.facts()
                        .unsecured()
                        .forEach(u -> add(
                                "advice.missing.status",
                                u.record(),
                                c.host(),
                                u.status().name(),
                                c.day().toString())));
    }

    private void probe() {
        Optional<ProbeResult> fresh = past.freshDialled();
        fresh.ifPresentOrElse(this::dialled, () -> add("advice.missing.probe"));
        past.latest().filter(p -> fresh.isEmpty() || p != fresh.get()).ifPresent(this::dns);
    }

    private void dialled(ProbeResult probe) {
        dns(probe);
        for (ProbedHost host : probe.hosts()) {
            if (host.plan() == ProbedHost.Plan.AUTHENTICATE && host.match() != Judged.YES) {
                add(
                        host.match() == Judged.NO ? "advice.missing.mismatch" : "advice.missing.unreached",
                        host.host(),
                        host.reason());
            }
        }
    }

    private void dns(ProbeResult probe) {
        if (probe.mx() != SecurityStatus.SECURE) {
            add(
                    "advice.missing.mx",
                    probe.mx() == null
                            ? SecurityStatus.FAILED.name()
                            : probe.mx().name());
        }
        if (probe.hosts().isEmpty()) {
            add("advice.missing.no-host", probe.reason());
        }
        if (!probe.complete()) {
            add("advice.missing.incomplete");
        }
        probe.hosts().stream()
                .filter(host -> host.plan() != ProbedHost.Plan.AUTHENTICATE)
                .forEach(host -> add("advice.missing.plan", host.host(), host.reason()));
        EndingSignature ending = probe.ending();
        if (ending != null) {
            add("advice.missing.signature", ending.covers(), ending.owner(), Words.time(ending.ends()));
        }
    }
}
