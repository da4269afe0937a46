package org.danegate.advice;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.TlsSupport;

/// What would have become of the last 30 days' sessions under a draft: by what they showed, not by a guess.
///
/// @param counts what would have been the same, delivered otherwise, held, or is not known
public record Replay(Map<Fate, Count> counts) {

    public Replay {
        counts = Map.copyOf(counts);
    }

    /// What becomes of a session.
    public enum Fate {
        /// Delivered or held as it was.
        SAME,
        /// Delivered, and the host authenticated or TLS compulsory where it was not.
        BETTER,
        /// Held at this host.
        HELD,
        /// The evidence does not say.
        UNKNOWN
    }

    /// Replays the sessions of a domain.
    ///
    /// @param after the profile that applies with the draft
    public static Replay of(DomainPast past, Draft draft, DestinationProfile after) {
        Map<Fate, Count> counts = new EnumMap<>(Fate.class);
        past.complete(DomainPast.DAYS).stream()
                .filter(c -> c.facts().level().session())
                .forEach(c -> counts.merge(fate(past, draft, after, c), c.count(), Count::plus));
        return new Replay(counts);
    }

    /// How much had a fate.
    public Count of(Fate fate) {
        return counts.getOrDefault(fate, Count.NONE);
    }

    private static Fate fate(DomainPast past, Draft draft, DestinationProfile after, DayCount count) {
        SessionFacts facts = count.facts();
        if (facts.level() == Level.REFUSED) {
            return Fate.SAME;
        }
        return switch (draft) {
            case Draft.Dane d ->
                d.support() == DaneSupport.MANDATORY
                        ? mandatory(facts)
                        : newDane(past, count.host(), facts, d.support());
            case Draft.MtaSts d -> sts(past, count.host(), facts);
            case Draft.Tls d -> tls(d.support(), facts);
            case Draft.InheritDane d -> newDane(past, count.host(), facts, after.dane());
            case Draft.InheritTls d -> tls(after.tls(), facts);
        };
    }

    private static Fate mandatory(SessionFacts facts) {
        boolean outside = facts.level() == Level.DANE || facts.dane() == Cause.NOT_ASKED;
        return outside ? Fate.SAME : Fate.HELD;
    }

    /// DANE where there was none: by the newest probe that says how the host is.
    private static Fate newDane(DomainPast past, String host, SessionFacts facts, DaneSupport support) {
        boolean insists = support == DaneSupport.MANDATORY;
        if (facts.level() == Level.DANE) {
            return Fate.SAME;
        }
        return probed(past, host)
                .map(h -> switch (h.plan()) {
                    case AUTHENTICATE -> matched(h.match());
                    case REFUSE -> Fate.HELD;
                    case ENCRYPT -> insists || facts.level() == Level.CLEAR ? Fate.HELD : Fate.SAME;
                    case FALL_BACK -> insists ? Fate.HELD : Fate.SAME;
                    case NO_ADDRESS -> Fate.SAME;
                })
                .orElse(Fate.UNKNOWN);
    }

    private static Fate matched(Judged match) {
        return switch (match) {
            case YES -> Fate.BETTER;
            case NO -> Fate.HELD;
            case UNKNOWN -> Fate.UNKNOWN;
        };
    }

    private static Fate sts(DomainPast past, String host, SessionFacts facts) {
        Judged named = probed(past, host).map(ProbedHost::named).orElse(Judged.UNKNOWN);
        if (facts.level() == Level.DANE || facts.level() == Level.STS) {
            return Fate.SAME;
        }
        if (named == Judged.NO || facts.verifiesHost() == Judged.NO || facts.level() == Level.CLEAR) {
            return Fate.HELD;
        }
        return named == Judged.YES && facts.verifiesHost() == Judged.YES ? Fate.BETTER : Fate.UNKNOWN;
    }

    private static Fate tls(TlsSupport support, SessionFacts facts) {
        if (facts.level() == Level.DANE) {
            return Fate.SAME;
        }
        return switch (support) {
            case NONE, PREFERRED, PREFERRED_VERIFY -> Fate.SAME;
            case REQUIRED -> facts.level() == Level.CLEAR ? Fate.HELD : Fate.SAME;
            case REQUIRED_VERIFY, REQUIRED_VERIFY_HOSTED_DOMAINS -> verified(facts);
        };
    }

    private static Fate verified(SessionFacts facts) {
        if (facts.level() == Level.CLEAR) {
            return Fate.HELD;
        }
        return switch (facts.verifies()) {
            case YES -> Fate.SAME;
            case NO -> Fate.HELD;
            case UNKNOWN -> Fate.UNKNOWN;
        };
    }

    private static Optional<ProbedHost> probed(DomainPast past, String host) {
        List<ProbeResult> newest = past.probes(DomainPast.DAYS).reversed();
        return newest.stream()
                .filter(ProbeResult::dialled)
                .flatMap(p -> p.hosts().stream())
                .filter(h -> h.host().equals(host))
                .findFirst()
                .or(() -> newest.stream()
                        .flatMap(p -> p.hosts().stream())
                        .filter(h -> h.host().equals(host))
                        .findFirst());
    }
}
