package org.danegate.advice;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.danegate.wording.Wording;

/// What may hold the mail of a domain with DANE Mandatory, in sentences.
final class Risks {

    /// How long before its end the certificate of a single record is a risk.
    private static final Duration SOON = Duration.ofDays(14);

    private static final int DAYS = 7;
    private static final int MOST = 12;

    private Risks() {}

    static List<Wording> of(DomainPast past) {
        List<Wording> risks = new ArrayList<>();
        past.latest().ifPresent(probe -> dns(probe, risks));
        past.latestDialled(DAYS).ifPresent(probe -> probe.hosts().forEach(h -> certificate(h, past.now(), risks)));
        return risks.stream().distinct().limit(MOST).toList();
    }

    private static void dns(ProbeResult probe, List<Wording> risks) {
        probe.hosts().stream()
                .filter(h -> h.plan() != ProbedHost.Plan.AUTHENTICATE)
                .forEach(h -> risks.add(Wording.of("advice.risk.plan", h.host(), h.reason())));
        EndingSignature ending = probe.ending();
        if (ending != null) {
            risks.add(
                    Wording.of("advice.missing.signature", ending.covers(), ending.owner(), Words.time(ending.ends())));
        }
    }

    private static void certificate(ProbedHost host, Instant now, List<Wording> risks) {
        if (host.plan() != ProbedHost.Plan.AUTHENTICATE) {
            return;
        }
        if (host.anchorMissing()) {
            risks.add(Wording.of("advice.risk.anchor", host.host()));
        } else if (host.match() == Judged.NO) {
            risks.add(Wording.of("advice.missing.mismatch", host.host(), host.reason()));
        }
        Instant ends = host.certificateEnds();
        if (host.usable() == 1 && ends != null && ends.isBefore(now.plus(SOON))) {
            risks.add(Wording.of("advice.risk.single", host.host(), Words.time(ends)));
        }
    }
}
