package org.danegate.advice;

import java.util.ArrayList;
import java.util.List;
import org.danegate.wording.Wording;

/// The evidence of advice in sentences.
final class AdviceWords {

    private AdviceWords() {}

    static List<Wording> evidence(Advice advice) {
        return switch (advice) {
            case Advice.ReadyForMandatory a ->
                List.of(bounded("advice.seen.dane", a.seen()), Wording.of("advice.probed", Words.time(a.probed())));
            case Advice.NearlyReady a -> seenAnd(a.seen(), a.missing());
            case Advice.WorthOpportunistic a ->
                seenAnd(a.seen(), List.of(Wording.of("advice.found.dane", a.days(), String.join(", ", a.hosts()))));
            case Advice.MandatoryAtRisk a -> seenAnd(a.seen(), a.risks());
            case Advice.StsWithoutDane a -> seenAnd(a.seen(), List.of(Wording.of("advice.found.sts", a.days())));
            case Advice.StsWouldFail a -> {
                List<Wording> sentences = new ArrayList<>();
                sentences.add(Wording.of("advice.found.mode", a.mode().word()));
                sentences.addAll(a.faults());
                yield sentences;
            }
            case Advice.ReadyForRequired a -> List.of(bounded("advice.seen.tls", a.seen()));
            case Advice.ReadyForVerify a -> List.of(bounded("advice.seen.verified", a.seen()));
            case Advice.Sha1Only a -> List.of(Wording.of("advice.seen.sha1", a.days()));
            case Advice.ExceptionOverdue a -> {
                List<Wording> sentences = new ArrayList<>();
                sentences.add(Wording.of("advice.lowered." + a.lowering().name()));
                sentences.addAll(evidence(a.because()));
                yield sentences;
            }
            case Advice.HybridBlocked a -> List.of(Wording.of("advice.seen.hybrid", a.days()));
        };
    }

    private static List<Wording> seenAnd(Traffic seen, List<Wording> others) {
        List<Wording> sentences = new ArrayList<>();
        if (seen.sessions() > 0) {
            sentences.add(Wording.of("advice.seen", seen.sessions(), seen.days(), DomainPast.DAYS));
        }
        sentences.addAll(others);
        return sentences;
    }

    /// Sessions of which none failed, and what that says.
    private static Wording bounded(String code, Traffic seen) {
        return Wording.of(code, seen.sessions(), seen.days(), DomainPast.DAYS, seen.boundPercent());
    }
}
