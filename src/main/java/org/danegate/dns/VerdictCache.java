package org.danegate.dns;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.danegate.dns.LookupCounts.Step;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.Provenance;
import org.danegate.dns.answer.Question;
import org.jspecify.annotations.Nullable;

/// The judged answers, each kept as long as its provenance says. Thread-safe.
final class VerdictCache {

    private static final int MOST_ENTRIES = 100_000;

    private record Entry(Answer<?> answer, Instant until) {}

    private final InstantSource clock;
    private final LookupCounts counts;
    private final Cache<Question, Entry> entries = Caffeine.newBuilder()
            .maximumSize(MOST_ENTRIES)
            .executor(Runnable::run)
            .build();

    /// @param counts receives how each question was served
    VerdictCache(InstantSource clock, LookupCounts counts) {
        this.counts = counts;
        this.clock = clock;
    }

    /// The answer to a question, with the time that is left of its life; null when none is kept.
    @Nullable
    Answer<?> get(Question question) {
        Entry known = entries.getIfPresent(question);
        Instant now = clock.instant();
        if (known != null && now.isBefore(known.until())) {
            counts.add(Step.HIT);
            return cached(known.answer(), Duration.between(now, known.until()));
        }
        counts.add(Step.MISS);
        if (known != null) {
            counts.add(Step.EXPIRED);
        }
        return null;
    }

    void keep(Question question, Answer<?> answer) {
        entries.put(
                question,
                new Entry(answer, clock.instant().plus(answer.provenance().ttl())));
    }

    /// Forgets one answer and returns it, even if its life is over; null when there was none.
    @Nullable
    Answer<?> remove(Question question) {
        Entry known = entries.asMap().remove(question);
        return known == null ? null : known.answer();
    }

    void clear() {
        entries.invalidateAll();
    }

    private static Answer<?> cached(Answer<?> answer, Duration left) {
        Provenance p = answer.provenance();
        Provenance now = new Provenance(p.reason(), p.resolver(), left, p.signatures(), Duration.ZERO, true);
        return switch (answer) {
            case Answer.Found<?> f -> found(f, now);
            case Answer.Denied<?> d -> new Answer.Denied<>(d.question(), d.secure(), d.nameExists(), now);
            case Answer.Bogus<?> b -> bogus(b, now);
            case Answer.Failed<?> f -> new Answer.Failed<>(f.question(), f.failure(), now);
        };
    }

    private static <T> Answer<T> bogus(Answer.Bogus<T> b, Provenance now) {
        return new Answer.Bogus<>(b.question(), b.unproven(), now);
    }

    private static <T> Answer<T> found(Answer.Found<T> f, Provenance now) {
        return new Answer.Found<>(f.question(), f.secure(), f.records(), f.aliases(), now);
    }
}
