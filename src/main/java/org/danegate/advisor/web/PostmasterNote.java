package org.danegate.advisor.web;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.danegate.address.DomainName;
import org.danegate.advice.Advice;
import org.danegate.wording.Wording;

/// A text for the postmaster of a domain. It is in English, because it is for others.
final class PostmasterNote {

    private PostmasterNote() {}

    static Optional<String> of(DomainName domain, Advice advice) {
        return switch (advice) {
            case Advice.MandatoryAtRisk a -> Optional.of(text("advisor.note.dane", domain, a.risks()));
            case Advice.StsWouldFail a -> Optional.of(text("advisor.note.sts", domain, a.faults()));
            case Advice.ReadyForMandatory a -> Optional.empty();
            case Advice.NearlyReady a -> Optional.empty();
            case Advice.WorthOpportunistic a -> Optional.empty();
            case Advice.StsWithoutDane a -> Optional.empty();
            case Advice.ReadyForRequired a -> Optional.empty();
            case Advice.ReadyForVerify a -> Optional.empty();
            case Advice.Sha1Only a -> Optional.empty();
            case Advice.ExceptionOverdue a -> Optional.empty();
            case Advice.HybridBlocked a -> Optional.of(text("advisor.note.hybrid", domain, List.of()));
        };
    }

    private static String text(String code, DomainName domain, List<Wording> facts) {
        return Stream.concat(
                        Stream.of(Wording.of(code, domain.ascii()).english(), ""),
                        facts.stream().map(fact -> "- " + fact.english()))
                .collect(Collectors.joining("\n"));
    }
}
