package org.danegate.advisor.web;

import java.util.List;
import java.util.function.Function;
import org.danegate.address.DomainName;
import org.danegate.advice.Count;
import org.danegate.advice.Replay;
import org.danegate.advice.Replay.Fate;
import org.danegate.advice.Traffic;
import org.danegate.advisor.DomainAdvice;
import org.danegate.policy.DestinationControls;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// An advice for the page and for scripts.
///
/// @param id such as `A-01`
/// @param sessions on complete days that it is about
/// @param days UTC days with at least one of them
/// @param boundPercent at most this share of sessions fails, with 95 % confidence; null where some failed or the advice
///     does not go by it
/// @param evidence sentences
/// @param change that it proposes, in words; null when there is none
/// @param pending whether the change is among the uncommitted changes
/// @param replay of the last 30 days under the change; null when there is none
public record ShownAdvice(
        String id,
        String domain,
        long sessions,
        long days,
        @Nullable String boundPercent,
        List<String> evidence,
        @Nullable String change,
        boolean pending,
        @Nullable ShownReplay replay) {
    public ShownAdvice {
        evidence = List.copyOf(evidence);
    }

    /// What would have become of sessions and messages.
    public record ShownReplay(Counted same, Counted better, Counted held, Counted unknown) {

        static ShownReplay of(Replay replay) {
            return new ShownReplay(
                    Counted.of(replay.of(Fate.SAME)),
                    Counted.of(replay.of(Fate.BETTER)),
                    Counted.of(replay.of(Fate.HELD)),
                    Counted.of(replay.of(Fate.UNKNOWN)));
        }
    }

    /// Sessions and the messages that were delivered over them.
    public record Counted(long sessions, long messages) {

        static Counted of(Count count) {
            return new Counted(count.sessions(), count.messages());
        }
    }

    /// @param working the table of the working copy
    /// @param words puts sentences into the reader's language
    static ShownAdvice of(
            DomainName domain, DomainAdvice.Given given, DestinationControls working, Function<Wording, String> words) {
        Traffic seen = given.advice().seen();
        Replay replay = given.replay();
        boolean bounded = switch (given.advice().kind()) {
            case READY_FOR_MANDATORY, READY_FOR_REQUIRED, READY_FOR_VERIFY -> true;
            case MANDATORY_AT_RISK,
                    WORTH_OPPORTUNISTIC,
                    STS_WITHOUT_DANE,
                    EXCEPTION_OVERDUE,
                    NEARLY_READY,
                    STS_WOULD_FAIL,
                    SHA1_ONLY,
                    HYBRID_BLOCKED -> false;
        };
        return new ShownAdvice(
                given.advice().kind().id(),
                domain.ascii(),
                seen.sessions(),
                seen.days(),
                bounded ? seen.boundPercent() : null,
                given.advice().evidence().stream()
                        .map(Translated::of)
                        .map(words)
                        .toList(),
                given.advice().draft().map(d -> words.apply(d.wording())).orElse(null),
                given.advice().draft().filter(d -> d.isIn(working, domain)).isPresent(),
                replay == null ? null : ShownReplay.of(replay));
    }
}
