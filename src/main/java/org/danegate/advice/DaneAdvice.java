package org.danegate.advice;

import java.util.List;
import java.util.Optional;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.TlsSupport;
import org.danegate.wording.Wording;

/// Advice about DANE Support.
final class DaneAdvice {

    static final int LEAST_SESSIONS = 20;
    static final int LEAST_DAYS = 10;
    private static final int LEAST_PROBES = 3;

    private final DomainPast past;
    private final DomainSettings settings;

    DaneAdvice(DomainPast past, DomainSettings settings) {
        this.past = past;
        this.settings = settings;
    }

    /// where at least half of the sessions are authenticated.
    Optional<Advice> mandatory() {
        if (settings.dane() != DaneSupport.OPPORTUNISTIC || settings.routed()) {
            return Optional.empty();
        }
        List<DayCount> asked = asked(past.complete(DomainPast.DAYS));
        Traffic seen = Traffic.of(asked);
        List<Wording> missing = new Missing(past).of(seen, asked(past.recent(DomainPast.DAYS)));
        if (missing.isEmpty()) {
            return past.freshDialled().map(probe -> new Advice.ReadyForMandatory(seen, probe.at()));
        }
        boolean nearly = seen.at(Level.DANE) > 0 && 2 * seen.at(Level.DANE) >= seen.sessions();
        return nearly ? Optional.of(new Advice.NearlyReady(seen, missing)) : Optional.empty();
    }

    /// DANE plays no part for mail that did not come in under RELAY, such as bounces, and Mandatory would not
    /// concern it.
    private static List<DayCount> asked(List<DayCount> counts) {
        return counts.stream().filter(c -> c.facts().dane() != Cause.NOT_ASKED).toList();
    }

    ///
    Optional<Advice> opportunistic() {
        if (settings.dane() != DaneSupport.NONE || settings.routed() || settings.tls() == TlsSupport.NONE) {
            return Optional.empty();
        }
        long days = past.probes(DomainPast.DAYS).stream()
                .filter(ProbeResult::offersDane)
                .map(ProbeResult::day)
                .distinct()
                .count();
        return past.latest()
                .filter(probe -> days >= LEAST_PROBES && probe.offersDane() && !holds(probe))
                .map(probe -> new Advice.WorthOpportunistic(
                        Traffic.of(past.complete(DomainPast.DAYS)), days, authenticated(probe)));
    }

    /// Whether DANE Opportunistic would hold mail at a host.
    private boolean holds(ProbeResult probe) {
        return probe.any(h -> h.plan() == ProbedHost.Plan.REFUSE)
                || past.latestDialled(DomainPast.DAYS).stream().anyMatch(p -> p.any(h -> h.match() == Judged.NO));
    }

    private static List<String> authenticated(ProbeResult probe) {
        return probe.hosts().stream()
                .filter(h -> h.plan() == ProbedHost.Plan.AUTHENTICATE)
                .map(ProbedHost::host)
                .toList();
    }

    ///
    Optional<Advice> atRisk() {
        if (settings.dane() != DaneSupport.MANDATORY || settings.routed()) {
            return Optional.empty();
        }
        List<Wording> risks = Risks.of(past);
        return risks.isEmpty()
                ? Optional.empty()
                : Optional.of(new Advice.MandatoryAtRisk(Traffic.of(past.complete(DomainPast.DAYS)), risks));
    }
}
