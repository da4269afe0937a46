package org.danegate.advice;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.danegate.advice.Advice.Lowering;
import org.danegate.advice.DomainSettings.Lowered;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.TlsSupport;

/// Which advice the past of a domain gives under its settings.
public final class AdviceRules {

    private static final int LEAST_SESSIONS = 50;
    private static final int LEAST_DAYS = 10;
    private static final int MOST_BLOCKED_DAYS = 3;

    private final DomainPast past;
    private final DomainSettings settings;
    private final DaneAdvice dane;
    private final StsAdvice sts;

    private AdviceRules(DomainPast past, DomainSettings settings) {
        this.past = past;
        this.settings = settings;
        this.dane = new DaneAdvice(past, settings);
        this.sts = new StsAdvice(past, settings);
    }

    /// The advice of a domain, in the order of {@link Kind}. Empty for a domain that nothing is to be changed for.
    public static List<Advice> of(DomainPast past, DomainSettings settings) {
        AdviceRules rules = new AdviceRules(past, settings);
        return Arrays.stream(Kind.values())
                .flatMap(kind -> rules.of(kind).stream())
                .toList();
    }

    private Optional<Advice> of(Kind kind) {
        return switch (kind) {
            case READY_FOR_MANDATORY ->
                only(kind, dane.mandatory()).filter(a -> lowered().isEmpty());
            case NEARLY_READY ->
                only(kind, dane.mandatory()).filter(a -> lowered().isEmpty());
            case WORTH_OPPORTUNISTIC ->
                dane.opportunistic().filter(a -> lowered().isEmpty());
            case MANDATORY_AT_RISK -> dane.atRisk();
            case STS_WITHOUT_DANE -> sts.withoutDane();
            case STS_WOULD_FAIL -> sts.wouldFail();
            case READY_FOR_REQUIRED -> verified().isPresent() ? Optional.empty() : required();
            case READY_FOR_VERIFY -> verified();
            case SHA1_ONLY -> sha1Only();
            case EXCEPTION_OVERDUE ->
                lowered().flatMap(lowering -> daneWorks().map(a -> new Advice.ExceptionOverdue(a, lowering)));
            case HYBRID_BLOCKED -> hybridBlocked();
        };
    }

    private static Optional<Advice> only(Kind kind, Optional<Advice> advice) {
        return advice.filter(a -> a.kind() == kind);
    }

    /// What lowers the domain's protection by hand.
    private Optional<Lowering> lowered() {
        return switch (settings.daneLowered()) {
            case BY_EXCEPTION -> Optional.of(Lowering.DANE_BY_EXCEPTION);
            case BY_ENTRY -> Optional.of(Lowering.DANE_BY_ENTRY);
            case NO -> settings.tlsLowered() ? Optional.of(Lowering.TLS_BY_ENTRY) : Optional.empty();
        };
    }

    ///
    private Optional<Advice> daneWorks() {
        return Stream.of(dane.mandatory(), dane.opportunistic())
                .flatMap(Optional::stream)
                .findFirst();
    }

    ///
    private Optional<Advice> required() {
        return tls(settings.tls().isWeakerThan(TlsSupport.REQUIRED), f -> true).map(Advice.ReadyForRequired::new);
    }

    ///
    private Optional<Advice> verified() {
        return tls(
                        settings.tls().isWeakerThan(TlsSupport.REQUIRED_VERIFY_HOSTED_DOMAINS),
                        f -> f.verifies() == Judged.YES)
                .map(Advice.ReadyForVerify::new);
    }

    /// Not where DANE is Mandatory or can be: it requires more.
    private Optional<Traffic> tls(boolean weaker, Predicate<SessionFacts> too) {
        boolean byDane = settings.dane() == DaneSupport.MANDATORY
                || settings.daneLowered() == Lowered.NO
                        && dane.mandatory().orElse(null) instanceof Advice.ReadyForMandatory;
        Traffic seen = Traffic.of(past.complete(DomainPast.DAYS));
        boolean enough = seen.sessions() >= LEAST_SESSIONS && seen.days() >= LEAST_DAYS;
        return weaker
                        && !byDane
                        && enough
                        && Traffic.all(past.recent(DomainPast.DAYS), f -> encrypted(f) && too.test(f))
                ? Optional.of(seen)
                : Optional.empty();
    }

    private static boolean encrypted(SessionFacts facts) {
        return facts.level().reached() && facts.level() != Level.CLEAR && facts.starttls() == Judged.YES;
    }

    ///
    private Optional<Advice> sha1Only() {
        List<DayCount> seen = past.recent(DomainPast.DAYS).stream()
                .filter(c -> c.facts().sha1Only())
                .toList();
        return settings.sha1Refused() && !seen.isEmpty()
                ? Optional.of(new Advice.Sha1Only(Traffic.of(seen), days(seen)))
                : Optional.empty();
    }

    ///
    private Optional<Advice> hybridBlocked() {
        List<DayCount> seen = past.recent(DomainPast.DAYS).stream()
                .filter(c -> c.facts().hybridBlocked())
                .toList();
        return days(seen) > MOST_BLOCKED_DAYS
                ? Optional.of(new Advice.HybridBlocked(Traffic.of(seen), days(seen)))
                : Optional.empty();
    }

    private static long days(List<DayCount> seen) {
        return seen.stream().map(DayCount::day).distinct().count();
    }
}
