package org.danegate.advice;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.policy.TlsSupport;
import org.danegate.wording.Wording;

/// Advice about MTA-STS Support.
final class StsAdvice {

    private static final int LEAST_DAYS = 7;
    private static final int MOST = 12;

    private final DomainPast past;
    private final DomainSettings settings;

    StsAdvice(DomainPast past, DomainSettings settings) {
        this.past = past;
        this.settings = settings;
    }

    ///
    Optional<Advice> withoutDane() {
        List<ProbeResult> week = past.probes(LEAST_DAYS);
        long days = week.stream().map(ProbeResult::day).distinct().count();
        boolean enforced = days >= LEAST_DAYS && week.stream().allMatch(p -> p.policy() == StsSeen.ENFORCE);
        if (settings.sts() || settings.routed() || settings.tls() == TlsSupport.NONE || !enforced) {
            return Optional.empty();
        }
        ProbeResult now = week.getLast();
        boolean good = now.all(h -> h.named() == Judged.YES && verifies(h.host()) == Judged.YES)
                && !now.any(h -> h.tlsa() == SecurityStatus.SECURE);
        return good
                ? Optional.of(new Advice.StsWithoutDane(Traffic.of(past.complete(DomainPast.DAYS)), days))
                : Optional.empty();
    }

    /// Whether a host's certificate verified in each probe and session of the last days.
    private Judged verifies(String host) {
        List<Judged> found = new ArrayList<>();
        past.probes(LEAST_DAYS)
                .forEach(probe -> probe.hosts().stream()
                        .filter(h -> h.host().equals(host))
                        .forEach(h -> found.add(h.verifies())));
        past.recent(LEAST_DAYS).stream()
                .filter(c -> c.host().equals(host) && c.count().sessions() > 0)
                .forEach(c -> found.add(c.facts().verifiesHost()));
        if (found.contains(Judged.NO)) {
            return Judged.NO;
        }
        return found.contains(Judged.YES) ? Judged.YES : Judged.UNKNOWN;
    }

    ///
    Optional<Advice> wouldFail() {
        ProbeResult now = past.latest().orElse(null);
        if (now == null || now.policy() != StsSeen.ENFORCE && now.policy() != StsSeen.TESTING) {
            return Optional.empty();
        }
        if (settings.routed() || settings.sts() && now.policy() == StsSeen.ENFORCE) {
            return Optional.empty();
        }
        List<Wording> faults = faults();
        return faults.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Advice.StsWouldFail(Traffic.of(past.complete(DomainPast.DAYS)), now.policy(), faults));
    }

    private List<Wording> faults() {
        List<Wording> faults = new ArrayList<>();
        past.probes(LEAST_DAYS)
                .forEach(probe -> probe.hosts().forEach(host -> {
                    if (host.named() == Judged.NO) {
                        faults.add(Wording.of("advice.fault.unnamed", host.host()));
                    }
                    if (verifies(host.host()) == Judged.NO) {
                        faults.add(Wording.of("advice.fault.certificate", host.host()));
                    }
                }));
        return faults.stream().distinct().limit(MOST).toList();
    }
}
