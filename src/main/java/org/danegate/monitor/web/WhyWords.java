package org.danegate.monitor.web;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.danegate.console.Texts;
import org.danegate.monitor.AttemptPath;
import org.danegate.monitor.Destination;
import org.danegate.monitor.DigestPair;
import org.danegate.monitor.PathStep;
import org.danegate.monitor.Side;
import org.danegate.monitor.TryStep;
import org.danegate.monitor.Verdict;
import org.jspecify.annotations.Nullable;

/// *Why is it stuck?* in words: the verdict, the steps of the newest attempt, and the steps of a try.
record WhyWords(Texts texts) {

    /// The verdict in one sentence.
    ///
    /// @param kind of its badge
    /// @param side whose side it is on, or that nothing is wrong
    /// @param facts since when, what happens next, and until when
    record Shown(String kind, String side, String sentence, List<String> facts) {}

    /// A step of an attempt.
    ///
    /// @param state lower case, as in the style sheet
    /// @param took with unit; empty when not known
    /// @param prose the words of others, empty when there are none
    /// @param open whether it is the one that broke first
    record Step(
            String id,
            String label,
            String state,
            String word,
            String sentence,
            String took,
            String prose,
            boolean open) {}

    /// The newest attempt.
    record Path(String host, List<Step> steps, List<DigestPair> digests) {}

    /// A step of a try as it happens.
    record Progress(String at, String kind, String sentence) {}

    Path path(AttemptPath path) {
        PathStep first = path.broken().orElse(null);
        List<Step> steps = path.steps().stream().map(s -> step(s, s == first)).toList();
        return new Path(path.host(), steps, path.digests());
    }

    private Step step(PathStep s, boolean first) {
        String name = s.name().name().toLowerCase(Locale.ROOT);
        String state = s.state().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new Step(
                name,
                texts.of("why.step." + name),
                state,
                texts.of("why.state." + state),
                texts.of(s.says()),
                took(s.took()),
                s.prose(),
                first);
    }

    private static String took(@Nullable Duration took) {
        return took == null ? "" : took.toMillis() == 0 ? "< 1 ms" : Words.number(took.toMillis()) + " ms";
    }

    Shown verdict(Destination d, Instant now) {
        Verdict verdict = Verdict.of(d);
        String kind = switch (verdict.outcome()) {
            case SUSPENDED -> "warn";
            case NOT_TRIED -> "unknown";
            case FAILS -> "bad";
            case DELIVERS -> "good";
        };
        String side =
                verdict.outcome() == Verdict.Outcome.DELIVERS ? texts.of("why.side.nobody") : side(verdict.side());
        return new Shown(kind, side, texts.of(verdict.sentence()), facts(d, verdict, now));
    }

    private String side(@Nullable Side side) {
        return texts.of("why.side." + (side == null ? "unknown" : side.name().toLowerCase(Locale.ROOT)));
    }

    /// When it began, and when the oldest mail bounces.
    private List<String> facts(Destination d, Verdict verdict, Instant now) {
        List<String> facts = new ArrayList<>();
        Instant since = verdict.since();
        if (since != null) {
            facts.add(texts.of(
                    verdict.orEarlier() ? "why.since-or-earlier" : "why.since",
                    Words.clock(since, now),
                    Words.ago(since, now)));
        }
        if (d.backlog().activeRecipients() == 0) {
            facts.add(texts.of("why.nothing-waits"));
        } else if (!d.bouncesAt().isAfter(now)) {
            facts.add(texts.of("why.bounces-now"));
        } else {
            facts.add(texts.of(
                    "why.bounces-at",
                    Words.clock(d.bouncesAt(), now),
                    Words.span(Duration.between(now, d.bouncesAt()))));
        }
        return facts;
    }

    /// The steps of a try so far.
    List<Progress> progress(List<TryStep> steps, Instant now) {
        return steps.stream().map(s -> progress(s, now)).toList();
    }

    private Progress progress(TryStep s, Instant now) {
        String kind = switch (s.kind()) {
            case CONNECTED, DANE_VERIFIED, ENCRYPTED, DELIVERED -> "good";
            case DNS_TROUBLE, NOT_CONNECTED, TLS_FAILED, BOUNCED -> "bad";
            case DELAYED -> "wait";
            case ENDED -> "unknown";
        };
        String key = "why.try." + s.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new Progress(Words.clock(s.at(), now), kind, texts.of(key, s.host(), s.detail()));
    }
}
