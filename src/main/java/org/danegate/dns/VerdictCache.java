package org.danegate.dns;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.danegate.dns.LookupCounts.Step;
import org.danegate.dns.answer.Answer;
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
            Answer<?> kept = known.answer();
            return kept.from(kept.provenance().cached(Duration.between(now, known.until())));
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
}
